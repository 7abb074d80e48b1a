#include "sim/traitors/bad_proposal.hpp"

#include "sim/traitors/draw.hpp"

namespace callo::sim {

// A defect that this block can have.
bool BadProposal::change(Block& block) {
  if (kind_ == BadProposalKind::last_commit && !block.last_commit.has_value()) {
    return false;
  }
  Random& random = context().random;
  bool is_spoilt = false;
  while (!is_spoilt) {
    is_spoilt =
        kind_ == BadProposalKind::block
            ? spoil(block, static_cast<BlockDefect>(draw_below(random, kBlockDefects)))
            : spoil_last_commit(
                  block, static_cast<CommitDefect>(draw_below(random, kCommitDefects)), random);
  }
  return true;
}

}  // namespace callo::sim
