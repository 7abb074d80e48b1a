#include "sim/checkers/chain_follower.hpp"

#include "protocol/chain/block.hpp"

namespace callo::sim {

bool ChainFollower::take_next(ChainBlock& block) {
  const Height next = tip_height_ + 1;
  for (auto entry = waiting_.lower_bound({next, Hash{}});
       entry != waiting_.end() && entry->first.first == next; ++entry) {
    const std::optional<Block>& decoded = blocks_.decoded(entry->second);
    if (!decoded.has_value() || decoded->header.last_block_hash != tip_hash_) {
      continue;
    }
    block = {next, {}, decoded->evidence};
    for (const Bytes& bytes : decoded->transactions) {
      block.transactions.push_back(decode_transaction(bytes));
    }
    tip_height_ = next;
    tip_hash_ = entry->first.second;
    waiting_.erase(waiting_.begin(), waiting_.lower_bound({next + 1, Hash{}}));
    return true;
  }
  return false;
}

}  // namespace callo::sim
