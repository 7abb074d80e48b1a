#pragma once

#include <array>

#include "sim/traitors/block_defect.hpp"
#include "sim/traitors/replacing.hpp"

namespace callo::sim {

enum class BadProposalKind : std::uint8_t { block, last_commit };

// As a proposer, proposes to everybody a block that is not valid, of a random defect, with all its
// parts, and votes for it. Nobody honest may.
class BadProposal final : public Replacing {
 public:
  BadProposal(const TraitorContext& context, BadProposalKind kind);

 private:
  void prepare(const Turn& turn, Effects& out) override;
  Words replacement(const Turn& turn, const Envelope& envelope, const Frame& frame,
                    Effects& out) override;
  void prepare_proposal(const Turn& turn, const Frame& frame, Effects& out);
  // A defect that this block can have.
  void spoil_somehow(Block& block) const;

  BadProposalKind kind_;
  RecentMap<BlockId, BlockId> bad_;  // by the honest block in whose place it was proposed
};

}  // namespace callo::sim
