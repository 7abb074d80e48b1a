#pragma once

#include <memory>
#include <string>
#include <vector>

#include "protocol/chain/light_client.hpp"
#include "protocol/ledger/genesis.hpp"
#include "protocol/node/search/item_proof.hpp"
#include "sim/workload/payment_workload.hpp"

namespace callo::sim {

struct SearchChainConfig {
  std::uint64_t seed{};
  std::string chain_id;
  Height heights = 20;
  std::uint32_t validators = 4;
  std::uint32_t owners = 24;  // at least two
  std::uint32_t payments_per_block = 8;
  CalendarTime first_time;  // of the first block
  Duration block_interval = std::chrono::seconds{5};
};

// One item and what proves it, encoded.
struct ChainItem {
  ItemKey key;
  Bytes proof;
};

// A chain to be searched where no consensus runs: real blocks with real commits, and a ledger that
// applied their payments, all made by the protocol's code from the seed. Its state hashes cover the
// owners' index.
class SearchChain {
 public:
  SearchChain(const SearchChainConfig& config, const SignerFactory& make_signer,
              Verifier& verifier);

  const Genesis& genesis() const { return genesis_; }

  Height head() const { return blocks_.size(); }

  // Contract: 1 <= height <= head().
  const Block& block(Height height) const { return blocks_[height - 1]; }

  // With the commit that decided it.
  const LightBlock& light_block(Height height) const { return light_blocks_[height - 1]; }

  const std::vector<PublicKey>& owners() const { return owners_; }

  // What becomes provable with this header: the block under both its names, its transactions, and
  // the coins of every owner before it.
  std::vector<ChainItem> items(Height height) const;

 private:
  struct Maker;

  void add_block(Maker& maker);
  LightBlock decide(const Maker& maker, const Block& block) const;
  void append_coins(Height height, std::vector<ChainItem>& items) const;

  SearchChainConfig config_;
  Genesis genesis_;
  std::vector<PublicKey> owners_;
  std::vector<Block> blocks_;
  std::vector<LightBlock> light_blocks_;
  std::vector<LedgerState> states_;  // before each block
};

}  // namespace callo::sim
