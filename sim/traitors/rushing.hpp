#pragma once

#include <set>
#include <tuple>
#include <vector>

#include "sim/traitors/held_mail.hpp"
#include "sim/traitors/recent_map.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Votes last: keeps each vote until it has heard so many others that its own completes +2/3, tells
// side a at once, so that a quorum stands at half of the nodes, and side b after
// TraitorContext::delay. What it sees is its own mail, not the network's.
class Rushing final : public Behaviour {
 public:
  explicit Rushing(const TraitorContext& context);

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  using Ballot = std::tuple<Height, Round, VoteType>;

  struct Kept {
    Ballot ballot;
    Send send;
    std::vector<EndpointId> targets;
  };

  void hear(const Frame& frame);
  bool is_decisive(const Ballot& ballot) const;
  void split(const Turn& turn, const Kept& kept, Effects& out);

  RecentMap<Ballot, std::set<NodeId>> heard_;
  std::vector<Kept> kept_;
  HeldMail held_;
  SendRewriter rewriter_;
};

}  // namespace callo::sim
