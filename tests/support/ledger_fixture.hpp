#pragma once

#include <memory>
#include <string>
#include <vector>

#include "protocol/crypto/ed25519.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/ledger/ledger.hpp"
#include "protocol/ledger/submission.hpp"

namespace callo::test {

inline constexpr Currency kNaira{{'N', 'G', 'N'}};
inline constexpr Currency kCedi{{'G', 'H', 'S'}};

// Real Ed25519, and counts how often it is asked.
class CountingVerifier final : public Verifier {
 public:
  bool verify(const PublicKey& key, BytesView message, const Signature& signature) override {
    ++calls;
    return ed25519_.verify(key, message, signature);
  }

  int calls = 0;

 private:
  Ed25519Verifier ed25519_;
};

inline KeySeed key_seed(std::uint8_t tag) {
  KeySeed seed;
  seed.bytes.fill(tag);
  return seed;
}

// Alice and Bob hold four coins of 100 of each currency; one institution issues both currencies.
struct LedgerFixture {
  LedgerFixture() {
    genesis.issuers = {{kNaira, issuer.public_key()}, {kCedi, issuer.public_key()}};
    for (const Ed25519Signer* owner : {&alice, &bob}) {
      for (const Currency& currency : {kNaira, kCedi}) {
        genesis.coins.insert(genesis.coins.end(), 4, Coin{owner->public_key(), currency, 100});
      }
    }
  }

  LedgerState state() const { return *LedgerState::from_genesis(genesis); }

  // Coins 0-3: Alice's naira, 4-7: Alice's cedi, 8-11: Bob's naira, 12-15: Bob's cedi.
  Outpoint coin(std::uint32_t index) const {
    return genesis_outpoint(genesis_hash(genesis), index);
  }

  static Coin pay(const Signer& owner, std::int64_t amount, const Currency& currency = kNaira) {
    return {owner.public_key(), currency, amount};
  }

  Transaction spend(std::vector<Outpoint> inputs, std::vector<Coin> outputs,
                    std::vector<Signer*> signers) const {
    Transaction transaction;
    transaction.inputs = std::move(inputs);
    transaction.outputs = std::move(outputs);
    for (Signer* signer : signers) {
      sign(transaction, genesis.chain_id, *signer);
    }
    return transaction;
  }

  Transaction issue(const Currency& currency, std::uint64_t sequence, std::vector<Coin> outputs,
                    Signer& signer) const {
    Transaction transaction;
    transaction.kind = TransactionKind::issue;
    transaction.issued = currency;
    transaction.issue_sequence = sequence;
    transaction.outputs = std::move(outputs);
    sign(transaction, genesis.chain_id, signer);
    return transaction;
  }

  Ed25519Signer alice{key_seed(1)};
  Ed25519Signer bob{key_seed(2)};
  Ed25519Signer issuer{key_seed(3)};
  Genesis genesis{"sphyx", {}, {}};
  CountingVerifier verifier;
};

inline Hash transactions_root(const std::vector<Bytes>& transactions) {
  std::vector<Hash> leaves;
  for (const Bytes& bytes : transactions) {
    leaves.push_back(merkle_leaf(bytes));
  }
  return merkle_root(leaves);
}

inline Submission submission(NodeId submitter, const Bytes& bytes, const Frame& envelope = {}) {
  return {submitter, decode_transaction(bytes), envelope, {}};
}

inline Refusal check(Ledger& ledger, const Transaction& transaction) {
  Work work;
  const TransactionPtr decoded = decode_transaction(encode(transaction));
  return decoded == nullptr ? Refusal::malformed : ledger.check(*decoded, work);
}

inline BlockResult apply_block(Ledger& ledger, const std::vector<Bytes>& transactions) {
  Work work;
  return ledger.apply_block(transactions, transactions_root(transactions), work);
}

}  // namespace callo::test
