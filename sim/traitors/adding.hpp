#pragma once

#include <span>

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/recent_map.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Says all that the honest code says, and something more after each of its votes. A vote that is
// only repeated is followed by nothing.
class Adding : public Behaviour {
 public:
  explicit Adding(const TraitorContext& context);

  void rewrite(const Turn& turn, Effects& out) final;

 protected:
  // Every input and every message that leaves, own or passed on, before anything is added.
  virtual void look(const Frame& /*frame*/) {}

  // After an own vote to `targets`, when the trigger holds; sends with `add`.
  virtual void follow(const Turn& turn, const Vote& vote, Effects& out) = 0;

  void add(const Frame& frame, MessageClass message_class, Effects& out);

 private:
  void look_at(const Turn& turn, const Effects& out);

  std::span<const EndpointId> targets_;  // of the vote being followed
  RecentMap<ContentId, bool> followed_;
  SendRewriter rewriter_;
};

}  // namespace callo::sim
