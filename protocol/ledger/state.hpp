#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/ledger/coin_set.hpp"
#include "protocol/ledger/genesis.hpp"
#include "protocol/ledger/owner_index.hpp"
#include "protocol/ledger/refusal.hpp"
#include "protocol/ledger/transaction.hpp"

namespace callo {

// Who issues a currency, which sequence number comes next, and how much of it exists.
struct Issuance {
  PublicKey issuer;
  std::uint64_t next_sequence = 1;
  std::int64_t supply{};
  bool operator==(const Issuance&) const = default;
};

// Who may change the validators, and which sequence number comes next.
struct Registry {
  std::optional<PublicKey> registrar;
  std::uint64_t next_sequence = 1;
  bool operator==(const Registry&) const = default;
};

// What the ledger holds between two blocks: the unspent coins, the issuances and the registry. A
// value: copying costs one pointer and the few issuances, so whoever may have to go back keeps a
// copy.
//
// Invariant: the coins of a currency sum up to its supply, so no sum over distinct coins overflows.
class LedgerState {
 public:
  // Refuses a currency issued twice, a coin of no issuer, bad amounts, a chain id that is too long.
  static Result<LedgerState> from_genesis(const Genesis& genesis);

  // Every rule but the signatures, cheapest first.
  Refusal check(const Transaction& transaction) const;

  // Who must sign, in order. Requires check() to have accepted the transaction.
  std::vector<PublicKey> signers(const Transaction& transaction) const;

  // Requires check() to accept; `id` is the transaction's.
  void apply(const Transaction& transaction, const Hash& id);

  // Commits to the chain id, all coins, all issuances and the registry; independent of the order in
  // which coins came. Adds the bytes that had to be hashed since it was last asked for.
  Hash state_hash(std::uint64_t& hashed_bytes) const;
  Hash state_hash() const;
  // What state_hash covers besides the chain id and the coins.
  Hash issuances_hash(std::uint64_t& hashed_bytes) const;

  // All but the chain id and the coins, the root of the owners' index included; and a state made of
  // the parts of another. nullopt for anything but what encode_rest gives; whether it is the right
  // one the state hash tells.
  Bytes encode_rest() const;
  static std::optional<LedgerState> from_parts(std::string_view chain_id, BytesView rest,
                                               CoinSet coins);

  // The root of the owners' index that such bytes end in; nullopt for others.
  static std::optional<Hash> owner_root_of(BytesView rest);

  const std::string& chain_id() const { return *chain_id_; }

  const CoinSet& coins() const { return coins_; }

  // Nullopt unless the genesis asked for it.
  const std::optional<OwnerIndex>& owners() const { return owners_; }

  const std::map<Currency, Issuance>& issuances() const { return issuances_; }

  const Registry& registry() const { return registry_; }

 private:
  LedgerState() = default;

  Bytes encode_rest(std::uint64_t& hashed_bytes) const;
  bool decode_rest(BytesView rest, std::optional<Hash>& index);
  Refusal check_spend(const Transaction& transaction) const;
  Refusal check_issue(const Transaction& transaction) const;
  Refusal check_update(const Transaction& transaction) const;
  std::vector<Coin> spent_by(const Transaction& transaction) const;

  std::shared_ptr<const std::string> chain_id_;
  CoinSet coins_;
  std::optional<OwnerIndex> owners_;
  std::map<Currency, Issuance> issuances_;
  Registry registry_;
};

// The state hash of what consists of these parts.
Hash state_hash_of(std::string_view chain_id, const Hash& coins, BytesView rest);

// A coin's place under a state hash: `issuances` is what the state hash covers besides the coins.
struct StateProof {
  CoinProof coin;
  Hash issuances;
};

// All coins of one key under a state hash, none included.
struct OwnerProof {
  Hash coins;  // root of the coins
  Bytes rest;  // LedgerState::encode_rest: ends in the root of the owners' index
  CoinsBelow below;
  std::vector<Outpoint> outpoints;  // of below.coins that are this owner's, in their order
  bool operator==(const OwnerProof&) const = default;
};

// Who owns what, in one walk over all coins: what prove_owner is to be handed.
std::map<PublicKey, std::vector<Outpoint>> outpoints_by_owner(const LedgerState& state);

// Nullopt for a state without an index or without coins. `outpoints`: of all the owner's coins.
std::optional<OwnerProof> prove_owner(const LedgerState& state, const PublicKey& owner,
                                      std::vector<Outpoint> outpoints);
// What the key owns in the state with this hash; nullopt when the proof does not show it.
std::optional<CoinList> verify_owner_proof(const OwnerProof& proof, std::string_view chain_id,
                                           const PublicKey& owner, const Hash& state_hash);

std::optional<StateProof> prove_coin(const LedgerState& state, const Outpoint& outpoint);
CoinProofResult verify_state_proof(const StateProof& proof, std::string_view chain_id,
                                   const Outpoint& wanted, const Hash& state_hash);

}  // namespace callo
