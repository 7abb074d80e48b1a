#include "protocol/ledger/ledger.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <rapidcheck.h>

#include "protocol/crypto/sha256.hpp"
#include "protocol/ledger/mempool.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/small_random.hpp"

namespace callo {
namespace {

using test::kCedi;
using test::kNaira;
using test::SmallRandom;

template <typename Property>
void holds(const char* name, Property property) {
  INFO(name);
  CHECK(rc::check(name, property));
}

// Accepts everything: these properties are about money, not about signatures.
class Lenient final : public Verifier {
 public:
  bool verify(const PublicKey&, BytesView, const Signature&) override { return true; }
};

Outpoint outpoint(std::uint8_t hash, std::uint32_t index) {
  return {sha256({&hash, 1}), index};
}

Coin coin(std::uint8_t owner, std::int64_t amount) {
  Coin made{PublicKey{}, owner % 2 == 0 ? kNaira : kCedi, amount};
  made.owner.bytes.fill(owner);
  return made;
}

Hash root_of(const CoinSet& set) {
  std::uint64_t hashed_bytes = 0;
  return set.root(hashed_bytes);
}

TEST_CASE("coin set: equal sets have equal roots whatever their history", "[property][ledger]") {
  holds("order independence", [](const std::map<std::uint8_t, std::uint8_t>& wanted,
                                 const std::set<std::uint8_t>& passing, std::uint64_t seed) {
    CoinSet direct;
    for (const auto& [key, value] : wanted) {
      direct.insert(outpoint(key / 4, key % 4), coin(value, value));
    }
    std::vector<std::uint8_t> keys;
    for (const auto& [key, value] : wanted) {
      keys.push_back(key);
    }
    SmallRandom random{seed};
    for (std::size_t left = keys.size(); left > 1; --left) {
      std::swap(keys[left - 1], keys[random.below(left)]);
    }
    CoinSet winding;
    for (const std::uint8_t key : passing) {
      winding.insert(outpoint(key / 4, key % 4), coin(1, 1));
    }
    const CoinSet snapshot = winding;
    const Hash snapshot_root = root_of(snapshot);
    for (const std::uint8_t key : passing) {
      RC_ASSERT(winding.erase(outpoint(key / 4, key % 4)));
    }
    for (const std::uint8_t key : keys) {
      const std::uint8_t value = wanted.at(key);
      RC_ASSERT(winding.insert(outpoint(key / 4, key % 4), coin(value, value)));
      root_of(winding);  // asking in between must not matter
    }
    RC_ASSERT(root_of(winding) == root_of(direct));
    RC_ASSERT(winding.coins() == direct.coins());
    RC_ASSERT(root_of(snapshot) == snapshot_root);
    RC_ASSERT(snapshot.size() == passing.size());
  });
}

TEST_CASE("coin set: agrees with a plain map under any sequence of changes", "[property][ledger]") {
  holds("model", [](const std::vector<std::pair<bool, std::uint8_t>>& changes) {
    CoinSet set;
    std::map<Outpoint, Coin> model;
    for (const auto& [is_insert, key] : changes) {
      const Outpoint where = outpoint(key % 16, key / 16);
      if (is_insert) {
        RC_ASSERT(set.insert(where, coin(key, key)) == model.emplace(where, coin(key, key)).second);
      } else {
        RC_ASSERT(set.erase(where) == (model.erase(where) == 1));
      }
      RC_ASSERT(set.size() == model.size());
    }
    for (std::uint32_t key = 0; key < 256; ++key) {
      const Outpoint where = outpoint(static_cast<std::uint8_t>(key % 16), key / 16);
      const auto expected = model.find(where);
      const Coin* found = set.find(where);
      RC_ASSERT((found != nullptr) == (expected != model.end()));
      if (found != nullptr) {
        RC_ASSERT(*found == expected->second);
      }
      if (!model.empty()) {
        const auto answer = found == nullptr ? CoinProofResult::absent : CoinProofResult::present;
        RC_ASSERT(verify_coin_proof(*set.prove(where), where, root_of(set)) == answer);
      }
    }
  });
}

Transaction random_transaction(SmallRandom& random) {
  Transaction transaction;
  transaction.kind = random.below(4) == 0 ? TransactionKind::issue : TransactionKind::spend;
  if (transaction.kind == TransactionKind::issue) {
    transaction.issued = kCedi;
    transaction.issue_sequence = random.next();
  } else {
    for (std::size_t left = random.below(6); left > 0; --left) {
      transaction.inputs.push_back(outpoint(static_cast<std::uint8_t>(random.next()),
                                            static_cast<std::uint32_t>(random.next())));
    }
  }
  for (std::size_t left = random.below(6); left > 0; --left) {
    transaction.outputs.push_back(
        coin(static_cast<std::uint8_t>(random.next()), static_cast<std::int64_t>(random.next())));
  }
  transaction.signatures.resize(random.below(4));
  return transaction;
}

TEST_CASE("transaction: one value, one encoding, both ways", "[property][ledger]") {
  holds("encode then decode", [](std::uint64_t seed) {
    SmallRandom random{seed};
    const Transaction transaction = random_transaction(random);
    const TransactionPtr decoded = decode_transaction(encode(transaction));
    RC_ASSERT(decoded != nullptr);
    RC_ASSERT(decoded->transaction == transaction);
  });
  holds("decode then encode, on damaged bytes", [](std::uint64_t seed) {
    SmallRandom random{seed};
    Bytes bytes = encode(random_transaction(random));
    for (std::size_t left = 1 + random.below(3); left > 0; --left) {
      bytes[random.below(bytes.size())] = static_cast<std::uint8_t>(random.next() % 8);
    }
    bytes.resize(bytes.size() - std::min(bytes.size(), random.below(3)));
    const TransactionPtr decoded = decode_transaction(bytes);
    if (decoded != nullptr) {
      RC_ASSERT(encode(decoded->transaction) == bytes);
    }
  });
}

// Spends that are often wrong: amounts do not add up, are extreme, or coins come twice.
Transaction careless_spend(SmallRandom& random,
                           const std::vector<std::pair<Outpoint, Coin>>& coins) {
  constexpr std::int64_t kExtremes[] = {0, -1, INT64_MAX, INT64_MIN, INT64_MAX - 5};
  Transaction transaction;
  std::map<Currency, std::int64_t> totals;
  for (std::size_t left = 1 + random.below(3); left > 0; --left) {
    const auto& [where, spent] = coins[random.below(coins.size())];
    transaction.inputs.push_back(where);
    totals[spent.currency] += spent.amount;
  }
  for (const auto& [currency, total] : totals) {
    const auto first = static_cast<std::int64_t>(random.below(static_cast<std::size_t>(total)));
    transaction.outputs.push_back(
        {coin(static_cast<std::uint8_t>(random.next()), 0).owner, currency, total - first});
    if (first > 0) {
      transaction.outputs.push_back({PublicKey{}, currency, first});
    }
  }
  if (random.below(4) == 0) {
    Coin& output = transaction.outputs[random.below(transaction.outputs.size())];
    output.amount = kExtremes[random.below(5)];
  }
  if (random.below(4) == 0) {
    transaction.outputs.push_back({PublicKey{}, kNaira, INT64_MAX});
  }
  return transaction;
}

__extension__ using Wide = __int128;

// Restated with 128-bit arithmetic, not with the ledger's own sums.
std::map<Currency, Wide> totals_of(const LedgerState& state) {
  std::map<Currency, Wide> totals;
  for (const auto& [where, held] : state.coins().coins()) {
    CHECK(held.amount > 0);
    totals[held.currency] += held.amount;
  }
  return totals;
}

TEST_CASE("ledger: no transaction makes or destroys money", "[property][ledger]") {
  holds("conservation", [](std::uint64_t seed) {
    SmallRandom random{seed};
    test::LedgerFixture fixture;
    LedgerState state = fixture.state();
    const auto before = totals_of(state);
    std::size_t accepted = 0;
    for (int round = 0; round < 60; ++round) {
      Transaction transaction = careless_spend(random, state.coins().coins());
      const TransactionPtr decoded = decode_transaction(encode(transaction));
      if (state.check(decoded->transaction) == Refusal::none) {
        state.apply(decoded->transaction, decoded->id);
        ++accepted;
      }
      RC_ASSERT(totals_of(state) == before);
    }
    RC_ASSERT(accepted > 5);
    for (const auto& [currency, issuance] : state.issuances()) {
      RC_ASSERT(issuance.supply == before.at(currency));
    }
  });
}

// One flooder keeps the pool full with transactions of all sizes; honest nodes submit a few each.
TEST_CASE("mempool: whatever a flooder does, every honest head is in the next block",
          "[property][ledger]") {
  holds("no starvation", [](std::uint64_t seed) {
    SmallRandom random{seed};
    test::LedgerFixture fixture;
    Lenient verifier;
    fixture.genesis.coins.assign(200, {fixture.alice.public_key(), kNaira, 100});
    Ledger ledger{fixture.state(), verifier, nullptr};
    PoolLimits limits = kMempoolLimits;
    limits.count_max = 40;
    limits.bytes_max = 20'000;
    Mempool mempool{ledger, limits};
    const Hash genesis = genesis_hash(fixture.genesis);
    std::uint32_t next_coin = 0;
    const auto payment = [&](std::size_t outputs) {
      Transaction transaction;
      transaction.inputs = {genesis_outpoint(genesis, next_coin++)};
      transaction.outputs.assign(outputs, {fixture.bob.public_key(), kNaira, 1});
      transaction.outputs[0].amount = 101 - static_cast<std::int64_t>(outputs);
      transaction.signatures.resize(1);
      return encode(transaction);
    };
    constexpr std::uint32_t kHonest = 8;
    std::map<std::uint32_t, Bytes> heads;
    std::size_t largest = 0;
    for (int turn = 0; turn < 120; ++turn) {
      Work work;
      const auto node = static_cast<std::uint32_t>(random.below(kHonest * 4));
      const bool is_honest = node < kHonest;
      if (is_honest && heads.contains(node)) {
        continue;
      }
      const Bytes bytes = payment(is_honest ? 1 : 1 + random.below(60));
      largest = std::max(largest, bytes.size() + 4);
      const Refusal refusal =
          mempool.add(test::submission(NodeId{is_honest ? node : 99}, bytes), work);
      RC_ASSERT(mempool.bytes() <= limits.bytes_max);
      RC_ASSERT(mempool.size() <= limits.count_max);
      if (is_honest) {
        RC_ASSERT(refusal == Refusal::none);
        heads.emplace(node, bytes);
      }
    }
    // Room for one transaction of each lane, the flooder's counted at its largest.
    const std::vector<Bytes> block = mempool.reap(largest + kHonest * (payment(1).size() + 4));
    for (const auto& [node, bytes] : heads) {
      RC_ASSERT(std::count(block.begin(), block.end(), bytes) == 1);
    }
    Work work;
    RC_ASSERT(ledger.check_block(block, test::transactions_root(block), work).is_accepted());
  });
}

}  // namespace
}  // namespace callo
