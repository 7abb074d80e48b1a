#pragma once

#include <set>
#include <span>
#include <vector>

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/bundled_votes.hpp"
#include "sim/traitors/recent_map.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Says all that the honest code says, and something more after each of its votes, once to
// everybody who is sent the vote.
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
  // Keeps those of them in targets_ that were not sent the vote before.
  bool has_news_for(std::span<const EndpointId> targets, const Frame& vote);

  std::vector<EndpointId> targets_;                      // of the vote being followed
  RecentMap<ContentId, std::set<EndpointId>> followed_;  // whom each vote was sent to
  SendRewriter rewriter_;
};

}  // namespace callo::sim
