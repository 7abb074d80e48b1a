#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "protocol/ledger/genesis.hpp"
#include "protocol/node/search/order.hpp"

namespace callo::sim {

// What an overlay that is searched really holds: the blocks of its chain, encoded, from height 1,
// and where the nodes are. All else is worked out from that here.
struct SearchedWorld {
  Genesis genesis;
  std::vector<Bytes> blocks;
  std::vector<Hash> block_hashes;
  // Of everybody who ever was there.
  std::function<std::optional<EndpointId>(const OverlayId&)> endpoint_of;
};

// Tells true answers from wrong ones, from the blocks alone: it replays them coin by coin.
class SearchTruth {
 public:
  explicit SearchTruth(SearchedWorld world);

  // Empty for a true answer, and for one that claims nothing; else what is wrong with it.
  std::string fault(const SearchOrder& order, const SearchAnswer& answer) const;

 private:
  using Coins = std::map<Outpoint, Coin>;

  std::string fault_of_node(const OverlayId& id, const SearchAnswer& answer) const;
  std::string fault_of_item(const ItemKey& key, const SearchAnswer& answer) const;
  std::string fault_of_coins(const PublicKey& owner, const SearchAnswer& answer) const;

  SearchedWorld world_;
  std::map<Hash, Bytes> transactions_;  // by id
  std::vector<Coins> coins_;            // before each block
};

}  // namespace callo::sim
