#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "protocol/base/hash.hpp"
#include "protocol/base/keys.hpp"
#include "protocol/ledger/state.hpp"

namespace callo::sim {

// What runs that follow one another in one process may share: values of pure functions that every
// set-up computes again. Whoever starts the runs owns it; a run that is given none makes its own,
// and its digest is the same. Bounded.
class RunMemory {
 public:
  RunMemory() = default;
  RunMemory(const RunMemory&) = delete;
  RunMemory& operator=(const RunMemory&) = delete;

  // The Ed25519 public key of a seed.
  PublicKey public_key(const KeySeed& seed);

  // The state before the first block; valid until the next call.
  const LedgerState& genesis_state(const Genesis& genesis);

 private:
  static constexpr std::size_t kKeysMax = 4'096;
  static constexpr std::size_t kStatesMax = 16;

  std::map<std::array<std::uint8_t, 32>, PublicKey> keys_;
  std::map<Hash, LedgerState> states_;  // by genesis_hash
};

}  // namespace callo::sim
