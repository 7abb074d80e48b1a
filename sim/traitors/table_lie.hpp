#pragma once

#include <optional>

#include "protocol/overlay/membership/messages.hpp"
#include "protocol/overlay/membership/overlay_post.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// What those share that lie about who is in whose table: each message about membership is replaced
// by one that their honest code did not mean, properly signed, under the number that it had.
class TableLie : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) final;

 protected:
  // What it says instead, to whoever is at `to`; nullopt: the truth.
  virtual std::optional<MembershipMessage> lie(EndpointId to, const PostHeader& header,
                                               const MembershipMessage& truth) = 0;

 private:
  // All messages of a post, some of them changed; nullopt when none is.
  std::optional<Bytes> lies_in(EndpointId to, const PostHeader& header, BytesView body);

  SendRewriter rewriter_;
};

// The neighbours that a message names; null when it names none.
std::vector<Neighbour>* named_in(MembershipMessage& message);

}  // namespace callo::sim
