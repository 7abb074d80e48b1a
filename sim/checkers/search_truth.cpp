#include "sim/checkers/search_truth.hpp"

#include <algorithm>

#include "protocol/chain/block.hpp"
#include "protocol/ledger/transaction.hpp"

namespace callo::sim {

SearchTruth::SearchTruth(SearchedWorld world) : world_{std::move(world)} {
  Coins coins;
  const Hash genesis = genesis_hash(world_.genesis);
  for (std::uint32_t index = 0; index < world_.genesis.coins.size(); ++index) {
    coins.emplace(genesis_outpoint(genesis, index), world_.genesis.coins[index]);
  }
  for (const Bytes& bytes : world_.blocks) {
    coins_.push_back(coins);
    const std::optional<Block> block = decode_block(bytes);
    for (const Bytes& encoded : block ? block->transactions : std::vector<Bytes>{}) {
      const TransactionPtr decoded = decode_transaction(encoded);
      if (decoded == nullptr) {
        continue;
      }
      transactions_.emplace(decoded->id, encoded);
      for (const Outpoint& spent : decoded->transaction.inputs) {
        coins.erase(spent);
      }
      std::uint32_t index = 0;
      for (const Coin& made : decoded->transaction.outputs) {
        coins.emplace(Outpoint{decoded->id, index++}, made);
      }
    }
  }
}

std::string SearchTruth::fault(const SearchOrder& order, const SearchAnswer& answer) const {
  if (answer.outcome != SearchOutcome::found && answer.outcome != SearchOutcome::none) {
    return {};
  }
  if (const auto* find = std::get_if<FindNode>(&order.what)) {
    return fault_of_node(find->id, answer);
  }
  const auto* read = std::get_if<ReadItem>(&order.what);
  return read == nullptr ? "found what was to be published" : fault_of_item(read->key, answer);
}

std::string SearchTruth::fault_of_node(const OverlayId& id, const SearchAnswer& answer) const {
  Reader content{answer.content};
  const EndpointId said{content.u32()};
  const std::optional<EndpointId> endpoint = world_.endpoint_of(id);
  if (!content.finished() || !endpoint.has_value()) {
    return "a node that does not exist";
  }
  return said == *endpoint ? std::string{} : "a node at another's endpoint";
}

std::string SearchTruth::fault_of_item(const ItemKey& key, const SearchAnswer& answer) const {
  if (key.kind == ItemKind::coins) {
    return fault_of_coins(key.owner(), answer);
  }
  const Bytes* truth = nullptr;
  if (key.kind == ItemKind::transaction) {
    const auto found = transactions_.find(key.name);
    truth = found == transactions_.end() ? nullptr : &found->second;
  } else {
    for (std::size_t index = 0; index < world_.blocks.size(); ++index) {
      const bool is_meant = key.kind == ItemKind::block_by_hash
                                ? world_.block_hashes[index] == key.name
                                : key == ItemKey::block_at(index + 1);
      truth = is_meant ? &world_.blocks[index] : truth;
    }
  }
  if (truth == nullptr) {
    return "an item that is not on the chain";
  }
  const bool is_same = answer.content == *truth && answer.outcome == SearchOutcome::found;
  return is_same ? std::string{} : "another item than the chain's";
}

std::string SearchTruth::fault_of_coins(const PublicKey& owner, const SearchAnswer& answer) const {
  if (answer.height == 0 || answer.height > coins_.size()) {
    return "coins as of a height that the chain does not have";
  }
  Coins truth;
  for (const auto& [outpoint, coin] : coins_[answer.height - 1]) {
    if (coin.owner == owner) {
      truth.emplace(outpoint, coin);
    }
  }
  Coins said;
  Reader content{answer.content};
  const std::uint32_t count = content.u32();
  for (std::uint32_t index = 0; index < count && content.ok(); ++index) {
    const Outpoint outpoint = decode_outpoint(content);
    said.emplace(outpoint, decode_coin(content));
  }
  const bool is_none = answer.outcome == SearchOutcome::none;
  if (!content.finished() || said.size() != count || is_none != truth.empty()) {
    return "coins that contradict themselves";
  }
  return said == truth ? std::string{} : "other coins than the key owns";
}

}  // namespace callo::sim
