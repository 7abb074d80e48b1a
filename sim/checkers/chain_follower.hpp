#pragma once

#include <map>

#include "protocol/base/hash.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Puts the commits of all endpoints together to one chain and shows each height once, in order.
// After a fork it goes on along the branch whose blocks came first; that there is another branch is
// the business of the claim `agreement`.
class ChainFollower {
 public:
  // Which outlives this.
  explicit ChainFollower(BlockMemo& blocks) : blocks_{blocks} {}

  template <typename Show>
  void add(const CommitEffect& commit, Show&& show) {
    if (commit.height <= tip_height_) {
      return;
    }
    // The first commit of a height may come before that of its parent, when the only node that had
    // decided the parent crashed before it could say so.
    waiting_.emplace(std::pair{commit.height, commit.block_hash}, commit.block);
    ChainBlock block;
    while (take_next(block)) {
      show(static_cast<const ChainBlock&>(block));
    }
  }

 private:
  bool take_next(ChainBlock& block);

  BlockMemo& blocks_;
  Height tip_height_ = 0;
  Hash tip_hash_;
  std::map<std::pair<Height, Hash>, Frame> waiting_;
};

}  // namespace callo::sim
