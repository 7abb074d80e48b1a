#pragma once

#include <optional>

#include "protocol/overlay/membership/overlay_post.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// What those share that lie where the overlay is searched: they say something else than the honest
// code inside them, properly signed, under the number that its message had.
class SearchLie : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) final;

 protected:
  // What it says instead of this message, whose bytes are its own; empty: nothing at all; nullopt:
  // the truth.
  virtual std::optional<Bytes> lie(const PostHeader& header, BytesView body) = 0;

  // A message of the same kind that it was sent, by whomever; unchecked.
  virtual void hear(const PostHeader& /*header*/, BytesView /*body*/) {}

 private:
  SendRewriter rewriter_;
};

}  // namespace callo::sim
