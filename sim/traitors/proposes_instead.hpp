#pragma once

#include "protocol/chain/block.hpp"
#include "sim/traitors/replacing.hpp"

namespace callo::sim {

// As a proposer, proposes to everybody another block than the honest code inside made, with all its
// parts, and votes for it.
class ProposesInstead : public Replacing {
 public:
  explicit ProposesInstead(const TraitorContext& context);

 protected:
  // Makes the block another one, its roots included; false to propose it as it is.
  virtual bool change(Block& block) = 0;

  void prepare(const Turn& turn, Effects& out) override;

 private:
  Words replacement(const Turn& turn, const Envelope& envelope, const Frame& frame,
                    Effects& out) override;
  void prepare_proposal(const Turn& turn, const Frame& frame, Effects& out);

  RecentMap<BlockId, BlockId> changed_;  // by the honest block in whose place it was proposed
};

}  // namespace callo::sim
