#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "protocol/base/hash.hpp"

namespace callo {

// The first eight bytes of a transaction's id, in the order of ids. Whoever makes a transaction
// whose prefix is another's (2^64 tries) keeps that one from being repaired by one neighbour, no
// more; Bitcoin's compact blocks (BIP 152) make do with six bytes.
using IdPrefix = std::uint64_t;

IdPrefix prefix_of(const Hash& id);

// Which pending transactions somebody holds: of those whose prefixes lie between `first` and
// `last`, both included, all and only the ones that are listed, ascending. An empty interval, as at
// first, says nothing.
struct PendingWindow {
  IdPrefix first = 1;
  IdPrefix last = 0;
  std::vector<IdPrefix> held;
  bool operator==(const PendingWindow&) const = default;

  bool covers(IdPrefix prefix) const { return first <= prefix && prefix <= last; }

  bool lacks(IdPrefix prefix) const;
};

inline constexpr IdPrefix kLastPrefix = std::numeric_limits<IdPrefix>::max();

}  // namespace callo
