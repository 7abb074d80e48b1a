#include "sim/workload/search_chain.hpp"

#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/chain/part_set.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/ledger/execution.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/workload/bank_keys.hpp"

namespace callo::sim {

namespace {

constexpr Purpose kPayments = Purpose::of("payments of a chain to be searched");
constexpr Currency kCurrency{{'A', 'F', 'X'}};
constexpr std::int64_t kCoinAmount = 10'000;
constexpr std::uint32_t kCoinsPerOwner = 3;

}  // namespace

// What is only needed to make the chain.
struct SearchChain::Maker {
  std::vector<std::unique_ptr<Signer>> validators;
  std::vector<Validator> members;
  std::vector<Wallet> wallets;
  LedgerState state;
  Verifier& verifier;
};

SearchChain::SearchChain(const SearchChainConfig& config, const SignerFactory& make_signer,
                         Verifier& verifier)
    : config_{config} {
  CALLO_CHECK(config.owners >= 2 && config.validators >= 1);
  genesis_.chain_id = config.chain_id;
  genesis_.indexes_owners = true;
  genesis_.issuers = {
      {kCurrency, make_signer(derive_key_seed(config.seed, "issuer", 0))->public_key()}};
  std::vector<Wallet> wallets;
  for (std::uint32_t owner = 0; owner < config.owners; ++owner) {
    wallets.emplace_back(make_signer(derive_key_seed(config.seed, "owner", owner)),
                         config.chain_id);
    owners_.push_back(wallets.back().key());
    genesis_.coins.insert(genesis_.coins.end(), kCoinsPerOwner,
                          Coin{owners_.back(), kCurrency, kCoinAmount});
  }
  const Hash id = genesis_hash(genesis_);
  for (std::uint32_t index = 0; index < genesis_.coins.size(); ++index) {
    wallets[index / kCoinsPerOwner].receive(genesis_outpoint(id, index), genesis_.coins[index]);
  }
  Maker maker{{}, {}, std::move(wallets), LedgerState::from_genesis(genesis_).value(), verifier};
  for (std::uint32_t node = 0; node < config.validators; ++node) {
    maker.validators.push_back(make_signer(derive_key_seed(config.seed, "validator", node)));
    maker.members.push_back({NodeId{node}, maker.validators.back()->public_key(), 1, 0});
  }
  for (Height height = 1; height <= config.heights; ++height) {
    add_block(maker);
  }
}

void SearchChain::add_block(Maker& maker) {
  const Height height = head() + 1;
  RandomStream random{config_.seed, kPayments, height};
  Block block;
  std::vector<TransactionPtr> paid;
  for (std::uint32_t payment = 0; payment < config_.payments_per_block; ++payment) {
    const auto payer = static_cast<std::size_t>(random.below(owners_.size()));
    const auto payee = static_cast<std::size_t>(random.below(owners_.size()));
    const auto made = maker.wallets[payer].pay(owners_[payee], random.between(1, kCoinAmount));
    if (made.has_value()) {
      block.transactions.push_back(made->transaction);
      paid.push_back(decode_transaction(made->transaction));
    }
  }
  const ValidatorSet validators{maker.members};
  block.header.chain_id = config_.chain_id;
  block.header.height = height;
  block.header.time =
      config_.first_time + static_cast<std::int64_t>(height - 1) * config_.block_interval;
  block.header.state_hash = maker.state.state_hash();
  block.header.validators_hash = validators.hash();
  block.header.next_validators_hash = validators.hash();
  block.header.proposer = maker.members[height % maker.members.size()].node;
  if (height > 1) {
    const LightBlock& last = light_blocks_.back();
    block.header.last_block_hash = last.hash();
    block.header.last_block_parts = last.commit.block_id.parts;
    block.last_commit = last.commit;
  }
  bind_content(block);
  light_blocks_.push_back(decide(maker, block));
  states_.push_back(maker.state);
  const Execution done = execute(
      maker.state, block.transactions, maker.verifier, [](const auto&) { return false; }, nullptr);
  CALLO_CHECK(done.after.has_value());
  maker.state = *done.after;
  for (const TransactionPtr& transaction : paid) {
    for (Wallet& wallet : maker.wallets) {
      wallet.on_committed(transaction->id, transaction->transaction);
    }
  }
  blocks_.push_back(std::move(block));
}

// All validators sign.
LightBlock SearchChain::decide(const Maker& maker, const Block& block) const {
  LightBlock light{block.header, {}, ValidatorSet{maker.members}};
  const Bytes encoded = encode(block);
  light.commit.height = block.header.height;
  light.commit.block_id = {block_hash(block.header), CutBlock{encoded}.header()};
  for (std::size_t index = 0; index < maker.validators.size(); ++index) {
    const Vote vote{VoteType::precommit,   block.header.height, light.commit.round,
                    light.commit.block_id, block.header.time,   maker.members[index].node};
    light.commit.signatures.push_back(
        {CommitFlag::for_block, vote.time,
         maker.validators[index]->sign(vote_sign_bytes(config_.chain_id, vote))});
  }
  return light;
}

std::vector<ChainItem> SearchChain::items(Height height) const {
  const Block& block = blocks_[height - 1];
  const LightBlock& light = light_block(height);
  std::vector<ChainItem> items;
  const Bytes whole = encode(ItemProof{BlockProof{light, encode(block)}});
  items.push_back({ItemKey::block_at(height), whole});
  items.push_back({ItemKey::block(light.hash()), whole});
  std::vector<Hash> leaves;
  for (const Bytes& transaction : block.transactions) {
    leaves.push_back(merkle_leaf(transaction));
  }
  for (std::uint32_t index = 0; index < leaves.size(); ++index) {
    const Bytes& bytes = block.transactions[index];
    items.push_back(
        {ItemKey::transaction(decode_transaction(bytes)->id),
         encode(ItemProof{TransactionProof{light, bytes, merkle_proof(leaves, index)}})});
  }
  append_coins(height, items);
  return items;
}

void SearchChain::append_coins(Height height, std::vector<ChainItem>& items) const {
  const LedgerState& state = states_[height - 1];
  const auto owned = outpoints_by_owner(state);
  for (const PublicKey& owner : owners_) {
    const auto outpoints = owned.find(owner);
    const std::optional<OwnerProof> proof = prove_owner(
        state, owner, outpoints == owned.end() ? std::vector<Outpoint>{} : outpoints->second);
    CALLO_CHECK(proof.has_value());
    items.push_back(
        {ItemKey::coins_of(owner), encode(ItemProof{CoinsProof{light_block(height), *proof}})});
  }
}

}  // namespace callo::sim
