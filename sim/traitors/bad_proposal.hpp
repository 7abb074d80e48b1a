#pragma once

#include "sim/traitors/block_defect.hpp"
#include "sim/traitors/proposes_instead.hpp"

namespace callo::sim {

enum class BadProposalKind : std::uint8_t { block, last_commit };

// Proposes a block that is not valid, of a random defect, and votes for it. Nobody honest may.
class BadProposal final : public ProposesInstead {
 public:
  BadProposal(const TraitorContext& context, BadProposalKind kind)
      : ProposesInstead{context}, kind_{kind} {}

 private:
  bool change(Block& block) override;

  BadProposalKind kind_;
};

}  // namespace callo::sim
