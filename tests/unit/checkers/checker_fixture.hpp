#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/chain/block.hpp"
#include "protocol/chain/part_set.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/crypto/ed25519.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/sha256.hpp"
#include "sim/checkers/checker_set.hpp"
#include "sim/checkers/registry.hpp"

namespace callo::sim::test {

inline constexpr const char* kChain = "sphyx";
inline const Currency kNaira{{'N', 'G', 'N'}};
inline const Currency kCedi{{'G', 'H', 'S'}};

inline std::unique_ptr<Ed25519Signer> make_signer(std::uint32_t number) {
  KeySeed seed;
  seed.bytes.fill(static_cast<std::uint8_t>(number + 1));
  return std::make_unique<Ed25519Signer>(seed);
}

// Four equal validators, one endpoint each; node 3 is a traitor. Banks 10 and 11 own coins, 20
// issues naira.
class CheckerFixture {
 public:
  CheckerFixture() {
    for (std::uint32_t node = 0; node < 4; ++node) {
      signers.push_back(make_signer(node));
      context.validators.push_back({{node}, signers.back()->public_key(), 1});
      context.endpoints.push_back({{node}, node != 3});
    }
    context.chain_id = kChain;
    context.verifier = &verifier;
    context.genesis.chain_id = kChain;
    context.genesis.issuers = {{kNaira, issuer->public_key()}};
    context.genesis.coins = {{payer->public_key(), kNaira, 100}, {payee->public_key(), kCedi, 7}};
  }

  // The claim alone.
  CheckerSet checkers(std::string_view claim) {
    std::vector<std::unique_ptr<Checker>> one;
    one.push_back(find_claim(claim)->make(context));
    return CheckerSet{context, std::move(one)};
  }

  // A block on top of `parent` (null: the first block).
  struct Made {
    Block block;
    BlockId id;
    Commit commit;
    Hash state;
  };

  Block block_on(const Made* parent, std::vector<Bytes> transactions = {}) const {
    Block block;
    block.header.chain_id = kChain;
    block.header.height = parent == nullptr ? 1 : parent->block.header.height + 1;
    block.header.time = CalendarTime{std::chrono::seconds{block.header.height}};
    if (parent != nullptr) {
      block.header.last_block_hash = parent->id.hash;
      block.header.last_block_parts = parent->id.parts;
      block.header.state_hash = parent->state;
      block.last_commit = parent->commit;
      block.header.last_commit_hash = sha256(encode(parent->commit));
    }
    std::vector<Hash> leaves;
    for (const Bytes& transaction : transactions) {
      leaves.push_back(merkle_leaf(transaction));
    }
    block.header.transactions_root = merkle_root(leaves);
    block.header.evidence_root = merkle_root({});
    block.transactions = std::move(transactions);
    return block;
  }

  Made seal_block(const Block& block, Round round = 0,
                  std::vector<std::uint32_t> voters = {0, 1, 2}) const {
    Made made;
    made.block = block;
    const Bytes bytes = encode(block);
    made.id = {block_hash(block.header), CutBlock{bytes}.header()};
    made.commit = commit_for(block.header.height, round, made.id, voters);
    made.state = sha256(bytes);
    return made;
  }

  Made make(const Made* parent, std::vector<Bytes> transactions = {}) const {
    return seal_block(block_on(parent, std::move(transactions)));
  }

  Commit commit_for(Height height, Round round, const BlockId& id,
                    const std::vector<std::uint32_t>& voters,
                    VoteType type = VoteType::precommit) const {
    Commit commit{height, round, id, std::vector<CommitSignature>(signers.size())};
    for (const std::uint32_t voter : voters) {
      const CalendarTime time{std::chrono::seconds{height + voter}};
      const Vote vote{type, height, round, id, time, {voter}};
      commit.signatures[voter] = {CommitFlag::for_block, time,
                                  signers[voter]->sign(vote_sign_bytes(kChain, vote))};
    }
    return commit;
  }

  static CommitEffect effect(const Made& made) {
    return {made.commit.height,
            made.commit.round,
            made.id.hash,
            made.state,
            make_frame(encode(made.block)),
            make_frame(encode(made.commit))};
  }

  static Moment moment(std::uint32_t endpoint, int seconds = 0, std::uint32_t incarnation = 0) {
    return {1, std::chrono::seconds{seconds}, {endpoint}, incarnation, {}};
  }

  Frame vote_frame(std::uint32_t node, VoteType type, Height height, Round round,
                   const BlockId& id) const {
    const Vote vote{type, height, round, id, CalendarTime{std::chrono::seconds{9}}, {node}};
    return seal(vote_header(kChain, type, {node}), encode_data(vote), *signers[node]);
  }

  Frame proposal_frame(std::uint32_t node, Round valid_round, const BlockId& id) const {
    const Proposal proposal{2, 1, valid_round, id, CalendarTime{}, {node}};
    return seal(proposal_header(kChain, {node}), encode_data(proposal), *signers[node]);
  }

  Outpoint genesis_coin(std::uint32_t index) const {
    return genesis_outpoint(genesis_hash(context.genesis), index);
  }

  static Transaction spend(std::vector<Outpoint> inputs, std::vector<Coin> outputs) {
    Transaction transaction;
    transaction.inputs = std::move(inputs);
    transaction.outputs = std::move(outputs);
    return transaction;
  }

  Transaction issue(std::uint64_t sequence, std::int64_t amount) const {
    Transaction transaction;
    transaction.kind = TransactionKind::issue;
    transaction.issued = kNaira;
    transaction.issue_sequence = sequence;
    transaction.outputs = {{payee->public_key(), kNaira, amount}};
    return transaction;
  }

  static Bytes signed_by(Transaction transaction, std::initializer_list<Signer*> owners) {
    for (Signer* owner : owners) {
      sign(transaction, kChain, *owner);
    }
    return encode(transaction);
  }

  // What a claim says about blocks of these transactions, one block each.
  std::vector<Violation> judge(std::string_view claim, const std::vector<Bytes>& transactions) {
    CheckerSet set = checkers(claim);
    std::vector<Made> chain;
    for (const Bytes& transaction : transactions) {
      chain.push_back(make(chain.empty() ? nullptr : &chain.back(), {transaction}));
      set.on_commit(moment(0), effect(chain.back()));
    }
    set.on_end(std::chrono::seconds{60});
    return set.violations();
  }

  Ed25519Verifier verifier;
  std::vector<std::unique_ptr<Ed25519Signer>> signers;
  std::unique_ptr<Ed25519Signer> payer = make_signer(10);
  std::unique_ptr<Ed25519Signer> payee = make_signer(11);
  std::unique_ptr<Ed25519Signer> issuer = make_signer(20);
  CheckContext context;
};

inline BlockId some_block(std::uint8_t tag) {
  BlockId id;
  id.hash.bytes.fill(tag);
  id.parts.total = 1;
  id.parts.root.bytes.fill(tag);
  return id;
}

}  // namespace callo::sim::test
