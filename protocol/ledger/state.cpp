#include "protocol/ledger/state.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/ledger/rules.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

Hash combine(std::string_view chain_id, const Hash& coins, const Hash& issuances,
             std::uint64_t& hashed_bytes) {
  Writer out{128};
  out.text("callo/state/1");
  out.text(chain_id);
  out.hash(coins);
  out.hash(issuances);
  hashed_bytes += out.size();
  return sha256(out.view());
}

}  // namespace

Result<LedgerState> LedgerState::from_genesis(const Genesis& genesis) {
  if (genesis.chain_id.size() > kChainIdBytesMax) {
    return fail("the chain id is longer than " + std::to_string(kChainIdBytesMax) + " bytes");
  }
  LedgerState state;
  state.chain_id_ = std::make_shared<const std::string>(genesis.chain_id);
  for (const Issuer& issuer : genesis.issuers) {
    if (!state.issuances_.try_emplace(issuer.currency, Issuance{issuer.key}).second) {
      return fail(issuer.currency.text() + " has two issuers");
    }
  }
  state.registry_.registrar = genesis.registrar;
  if (genesis.indexes_owners) {
    state.owners_.emplace();
  }
  const Hash id = genesis_hash(genesis);
  for (std::uint32_t index = 0; index < genesis.coins.size(); ++index) {
    const Coin& coin = genesis.coins[index];
    const auto issuance = state.issuances_.find(coin.currency);
    if (issuance == state.issuances_.end()) {
      return fail("nobody issues " + coin.currency.text());
    }
    std::int64_t& supply = issuance->second.supply;
    if (coin.amount <= 0 || __builtin_add_overflow(supply, coin.amount, &supply)) {
      return fail("coin " + std::to_string(index) + " has an amount out of range");
    }
    CALLO_CHECK(state.coins_.insert(genesis_outpoint(id, index), coin));
    if (state.owners_.has_value()) {
      state.owners_->insert(genesis_outpoint(id, index), coin);
    }
  }
  return state;
}

Refusal LedgerState::check(const Transaction& transaction) const {
  const Refusal form = check_form(transaction);
  if (form != Refusal::none) {
    return form;
  }
  switch (transaction.kind) {
    case TransactionKind::spend:
      return check_spend(transaction);
    case TransactionKind::issue:
      return check_issue(transaction);
    case TransactionKind::validator_update:
      return check_update(transaction);
  }
  CALLO_CHECK(false);
  return Refusal::malformed;
}

Refusal LedgerState::check_update(const Transaction& transaction) const {
  if (!registry_.registrar.has_value()) {
    return Refusal::no_registrar;
  }
  return transaction.update_sequence == registry_.next_sequence ? Refusal::none
                                                                : Refusal::wrong_update_sequence;
}

Refusal LedgerState::check_spend(const Transaction& transaction) const {
  std::vector<Coin> spent;
  spent.reserve(transaction.inputs.size());
  for (const Outpoint& input : transaction.inputs) {
    const Coin* coin = coins_.find(input);
    if (coin == nullptr) {
      return Refusal::unknown_coin;
    }
    spent.push_back(*coin);
  }
  return check_conservation(spent, transaction.outputs);
}

Refusal LedgerState::check_issue(const Transaction& transaction) const {
  const auto issuance = issuances_.find(transaction.issued);
  if (issuance == issuances_.end()) {
    return Refusal::unknown_issuer;
  }
  if (transaction.issue_sequence != issuance->second.next_sequence) {
    return Refusal::wrong_issue_sequence;
  }
  std::int64_t supply = issuance->second.supply;
  for (const Coin& output : transaction.outputs) {
    if (__builtin_add_overflow(supply, output.amount, &supply)) {
      return Refusal::supply_overflow;
    }
  }
  return Refusal::none;
}

std::vector<Coin> LedgerState::spent_by(const Transaction& transaction) const {
  std::vector<Coin> spent;
  spent.reserve(transaction.inputs.size());
  for (const Outpoint& input : transaction.inputs) {
    const Coin* coin = coins_.find(input);
    CALLO_CHECK(coin != nullptr);
    spent.push_back(*coin);
  }
  return spent;
}

std::vector<PublicKey> LedgerState::signers(const Transaction& transaction) const {
  if (transaction.kind == TransactionKind::issue) {
    return {issuances_.at(transaction.issued).issuer};
  }
  if (transaction.kind == TransactionKind::validator_update) {
    return {*registry_.registrar};
  }
  return distinct_owners(spent_by(transaction));
}

void LedgerState::apply(const Transaction& transaction, const Hash& id) {
  for (const Outpoint& input : transaction.inputs) {
    if (owners_.has_value()) {
      owners_->erase(input, *coins_.find(input));
    }
    CALLO_CHECK(coins_.erase(input));
  }
  if (transaction.kind == TransactionKind::issue) {
    Issuance& issuance = issuances_.at(transaction.issued);
    ++issuance.next_sequence;
    for (const Coin& output : transaction.outputs) {
      CALLO_CHECK(!__builtin_add_overflow(issuance.supply, output.amount, &issuance.supply));
    }
  }
  if (transaction.kind == TransactionKind::validator_update) {
    ++registry_.next_sequence;
  }
  for (std::uint32_t index = 0; index < transaction.outputs.size(); ++index) {
    // An id names a transaction that spent coins nobody else may spend, or an issue's sequence
    // number that is used up: it never comes again, so the outpoint is new.
    CALLO_CHECK(coins_.insert({id, index}, transaction.outputs[index]));
    if (owners_.has_value()) {
      owners_->insert({id, index}, transaction.outputs[index]);
    }
  }
}

Bytes LedgerState::encode_rest() const {
  std::uint64_t hashed_bytes = 0;
  return encode_rest(hashed_bytes);
}

Bytes LedgerState::encode_rest(std::uint64_t& hashed_bytes) const {
  Writer out{64 + issuances_.size() * 51};
  out.u32(static_cast<std::uint32_t>(issuances_.size()));
  for (const auto& [currency, issuance] : issuances_) {
    encode(out, currency);
    out.key(issuance.issuer);
    out.u64(issuance.next_sequence);
    out.i64(issuance.supply);
  }
  out.boolean(registry_.registrar.has_value());
  if (registry_.registrar.has_value()) {
    out.key(*registry_.registrar);
    out.u64(registry_.next_sequence);
  }
  if (owners_.has_value()) {
    out.hash(owners_->root(hashed_bytes));
  }
  return out.take();
}

// Nullopt for anything but what encode_rest gives; in `index` the root that stands at its end.
bool LedgerState::decode_rest(BytesView rest, std::optional<Hash>& index) {
  Reader in{rest};
  const std::uint32_t count = in.u32();
  for (std::uint32_t number = 0; number < count && in.ok(); ++number) {
    const Currency currency = decode_currency(in);
    Issuance issuance{in.key()};
    issuance.next_sequence = in.u64();
    issuance.supply = in.i64();
    const bool is_next = issuances_.empty() || issuances_.rbegin()->first < currency;
    if (!is_next) {
      in.fail();
    }
    issuances_.emplace(currency, issuance);
  }
  if (in.boolean()) {
    registry_.registrar = in.key();
    registry_.next_sequence = in.u64();
  }
  if (in.ok() && in.remaining() != 0) {
    index = in.hash();
  }
  return in.finished();
}

std::optional<Hash> LedgerState::owner_root_of(BytesView rest) {
  LedgerState state;
  std::optional<Hash> index;
  return state.decode_rest(rest, index) ? index : std::nullopt;
}

std::optional<LedgerState> LedgerState::from_parts(std::string_view chain_id, BytesView rest,
                                                   CoinSet coins) {
  LedgerState state;
  state.chain_id_ = std::make_shared<const std::string>(chain_id);
  state.coins_ = std::move(coins);
  std::optional<Hash> index;
  if (!state.decode_rest(rest, index)) {
    return std::nullopt;
  }
  if (index.has_value()) {
    state.owners_.emplace();
    for (const auto& [outpoint, coin] : state.coins_.coins()) {
      state.owners_->insert(outpoint, coin);
    }
    std::uint64_t hashed_bytes = 0;
    if (state.owners_->root(hashed_bytes) != *index) {
      return std::nullopt;
    }
  }
  return state;
}

Hash LedgerState::issuances_hash(std::uint64_t& hashed_bytes) const {
  const Bytes rest = encode_rest(hashed_bytes);
  hashed_bytes += rest.size();
  return sha256(rest);
}

Hash LedgerState::state_hash(std::uint64_t& hashed_bytes) const {
  const Hash issuances = issuances_hash(hashed_bytes);
  return combine(*chain_id_, coins_.root(hashed_bytes), issuances, hashed_bytes);
}

Hash LedgerState::state_hash() const {
  std::uint64_t hashed_bytes = 0;
  return state_hash(hashed_bytes);
}

Hash state_hash_of(std::string_view chain_id, const Hash& coins, BytesView rest) {
  std::uint64_t hashed_bytes = 0;
  return combine(chain_id, coins, sha256(rest), hashed_bytes);
}

std::map<PublicKey, std::vector<Outpoint>> outpoints_by_owner(const LedgerState& state) {
  std::map<PublicKey, std::vector<Outpoint>> owned;
  for (const auto& [outpoint, coin] : state.coins().coins()) {
    owned[coin.owner].push_back(outpoint);
  }
  return owned;
}

std::optional<OwnerProof> prove_owner(const LedgerState& state, const PublicKey& owner,
                                      std::vector<Outpoint> outpoints) {
  if (!state.owners().has_value() || state.coins().size() == 0) {
    return std::nullopt;
  }
  std::uint64_t hashed_bytes = 0;
  std::sort(outpoints.begin(), outpoints.end(), [&owner](const Outpoint& a, const Outpoint& b) {
    return OwnerIndex::place_of(owner, a) < OwnerIndex::place_of(owner, b);
  });
  return OwnerProof{state.coins().root(hashed_bytes), state.encode_rest(),
                    *state.owners()->prove(owner), std::move(outpoints)};
}

std::optional<CoinList> verify_owner_proof(const OwnerProof& proof, std::string_view chain_id,
                                           const PublicKey& owner, const Hash& state_hash) {
  if (state_hash_of(chain_id, proof.coins, proof.rest) != state_hash) {
    return std::nullopt;
  }
  const std::optional<Hash> index = LedgerState::owner_root_of(proof.rest);
  return index.has_value() ? verify_owner(proof.below, proof.outpoints, owner, *index)
                           : std::nullopt;
}

std::optional<StateProof> prove_coin(const LedgerState& state, const Outpoint& outpoint) {
  std::optional<CoinProof> coin = state.coins().prove(outpoint);
  if (!coin.has_value()) {
    return std::nullopt;
  }
  std::uint64_t hashed_bytes = 0;
  return StateProof{*std::move(coin), state.issuances_hash(hashed_bytes)};
}

CoinProofResult verify_state_proof(const StateProof& proof, std::string_view chain_id,
                                   const Outpoint& wanted, const Hash& state_hash) {
  std::uint64_t hashed_bytes = 0;
  const Hash root = coin_proof_root(proof.coin);
  if (combine(chain_id, root, proof.issuances, hashed_bytes) != state_hash) {
    return CoinProofResult::invalid;
  }
  return verify_coin_proof(proof.coin, wanted, root);
}

}  // namespace callo
