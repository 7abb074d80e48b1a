#pragma once

#include "protocol/consensus/tendermint/tendermint.hpp"
#include "protocol/node/repair.hpp"

namespace callo {

// What repair sees of Tendermint: the message log of its open height.
class TendermintMessages final : public HeldMessages {
 public:
  explicit TendermintMessages(const Tendermint& tendermint) : tendermint_{tendermint} {}

  Height height() const override { return tendermint_.height(); }

  Round round() const override { return tendermint_.round(); }

  void rounds(std::vector<Round>& out) const override;
  RoundStatus describe(Round round) const override;
  const Frame* proposal(Round round) const override;
  const Frame* part(Round round, std::uint32_t index) const override;
  const Frame* vote(Round round, VoteType type, std::size_t index) const override;

 private:
  // The block that a round is about, see RoundStatus; null when none is known.
  struct Subject {
    BlockId block_id;
    const Frame* proposal = nullptr;
    bool has_quorum = false;
  };

  std::optional<Subject> subject(Round round) const;

  const Tendermint& tendermint_;
};

}  // namespace callo
