#pragma once

#include <optional>

#include "sim/traitors/replacing.hpp"

namespace callo::sim {

enum class FalseVoteKind : std::uint8_t {
  always_nil,       // votes for no block, whatever is proposed
  blind,            // votes for the first block proposed, valid or not, locked or not
  early_precommit,  // precommits together with its prevote, before any +2/3
  round_race,       // votes nil in the rounds ahead at once, as if all its timeouts had passed
  false_time,       // the honest votes, at times that are not now
};

// One vote for each ballot, so no equivocation, but not the one that the rules say.
class FalseVotes final : public Replacing {
 public:
  FalseVotes(const TraitorContext& context, FalseVoteKind kind);

 private:
  void prepare(const Turn& turn, Effects& out) override;
  Words replacement(const Turn& turn, const Envelope& envelope, const Frame& frame,
                    Effects& out) override;
  void look(const Frame& frame);
  Words with_block(const Vote& vote, const Frame& frame, const BlockId& block, Effects& out) const;
  Words blind(const Vote& vote, const Frame& frame, Effects& out) const;
  Words early_precommit(const Vote& vote, const Frame& frame, Effects& out) const;
  Words round_race(const Vote& vote, const Frame& frame, Effects& out);
  Words false_time(const Vote& vote, Effects& out) const;

  using Place = std::pair<Height, Round>;

  FalseVoteKind kind_;
  RecentMap<Place, std::optional<BlockId>> proposed_;  // the first that was seen
  RecentMap<Height, Round> raced_to_;                  // the last round voted in ahead of time
};

}  // namespace callo::sim
