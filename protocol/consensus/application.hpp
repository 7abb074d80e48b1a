#pragma once

#include <cstddef>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/hash.hpp"
#include "protocol/base/time.hpp"
#include "protocol/chain/block.hpp"
#include "protocol/chain/validator_set.hpp"
#include "protocol/step/effects.hpp"

namespace callo {

// What a decided block leaves behind: the state's hash, and who is to join, leave or change power.
// Decided at height H, a change takes effect at H + 2.
struct Applied {
  Hash state_hash;
  std::vector<ValidatorUpdate> validator_updates;
};

// What a consensus engine needs of whatever it agrees about; it knows no coin. Deterministic: equal
// blocks in equal order give equal state hashes everywhere.
class Application {
 public:
  virtual ~Application() = default;

  // Transactions for a new block of `height`, in order, at most `bytes_max` together.
  virtual std::vector<Bytes> propose(Height height, std::size_t bytes_max) = 0;

  // May `block`'s transactions follow the current state? The engine has checked all else.
  virtual bool may_follow(const Block& block, Work& work) = 0;

  // Applies a decided block.
  virtual Applied apply(const Block& block, Work& work) = 0;

  // Hash of the current state: what the next block's header must carry.
  virtual Hash state_hash() const = 0;
};

// How an engine speaks. Everything is best effort; the node repairs losses.
class Broadcast {
 public:
  virtual ~Broadcast() = default;
  virtual void to_all(const Frame& frame, MessageClass message_class, Effects& out) = 0;
};

}  // namespace callo
