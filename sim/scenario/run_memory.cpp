#include "sim/scenario/run_memory.hpp"

#include "protocol/base/check.hpp"
#include "protocol/crypto/ed25519.hpp"

namespace callo::sim {

PublicKey RunMemory::public_key(const KeySeed& seed) {
  if (const auto found = keys_.find(seed.bytes); found != keys_.end()) {
    return found->second;
  }
  if (keys_.size() == kKeysMax) {
    keys_.clear();
  }
  return keys_.emplace(seed.bytes, Ed25519Signer{seed}.public_key()).first->second;
}

const LedgerState& RunMemory::genesis_state(const Genesis& genesis) {
  const Hash id = genesis_hash(genesis);
  if (const auto found = states_.find(id); found != states_.end()) {
    return found->second;
  }
  if (states_.size() == kStatesMax) {
    states_.clear();
  }
  Result<LedgerState> state = LedgerState::from_genesis(genesis);
  CALLO_CHECK(state.has_value());
  return states_.emplace(id, std::move(*state)).first->second;
}

}  // namespace callo::sim
