#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "protocol/chain/block.hpp"
#include "protocol/chain/vote.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/recent_map.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

// Forgets its lock: takes part in the round in which side a locks a block, and keeps that round
// from side b; then, in the coalition's next turn to propose, votes towards side b for another
// block, as if it had precommitted none. It signs no two votes of one round, so no duplicate
// evidence names it: only the missing +2/3 prevotes that would have allowed the later votes do.
// Turns are taken to go round in the order of the nodes, as they do with equal powers.
class Amnesia final : public Behaviour {
 public:
  explicit Amnesia(const TraitorContext& context);

  void rewrite(const Turn& turn, Effects& out) override;

 private:
  // What is known of a height's first proposed block; parts may overtake their proposal.
  struct Heard {
    std::optional<Proposal> proposal;
    std::map<std::pair<PartSetHeader, std::uint32_t>, Bytes> parts;  // by set and index
  };

  void look(const Frame& frame);
  void look_for_own_lock(const Turn& turn, const Frame& frame, Effects& out);
  void make_up(const Vote& lock, const Proposal& proposal, Block block, Effects& out);
  NodeId proposer_of(const Proposal& proposal, Round round) const;
  // The next round in which a member proposes, if there is one.
  std::optional<Round> next_own_turn(const Proposal& proposal, Round after) const;
  bool is_kept_from_b(const Turn& turn, const Send& send);
  bool is_chosen(const Turn& turn, const Envelope& envelope, Height height);
  void split(const Turn& turn, Effects& out);

  SendRewriter rewriter_;
  RecentMap<Height, Heard> heard_;
  RecentMap<Height, bool> chosen_;  // heights at which it misbehaves
  Height lied_at_ = 0;              // the height of the lie below
  bool is_new_lie_ = false;
  std::vector<Frame> lie_;  // what side b is told, again with every status message
  std::vector<EndpointId> side_a_;
  std::vector<EndpointId> side_b_;
};

}  // namespace callo::sim
