#pragma once

#include <bit>

#include "protocol/overlay/membership/overlay_id.hpp"

namespace callo {

// How far two places are apart: the place whose digits agree longer from the right is nearer, and
// of two that agree equally long the one whose first differing digit has fewer of its low bits
// wrong. It is Kademlia's exclusive-or metric (Maymounkov and Mazieres, IPTPS 2002) read from the
// right, as the digits of the tables are. It orders any set of ids strictly, whatever their
// distribution, and all who know the same members agree on the order.

// Strictly nearer to `key`: the first bit from the right in which the two differ decides.
inline bool is_nearer(const OverlayId& key, const OverlayId& a, const OverlayId& b) {
  for (std::size_t byte = key.value.bytes.size(); byte-- > 0;) {
    const unsigned different = a.value.bytes[byte] ^ b.value.bytes[byte];
    if (different != 0) {
      const unsigned wrong = a.value.bytes[byte] ^ key.value.bytes[byte];
      return ((wrong >> std::countr_zero(different)) & 1U) == 0;
    }
  }
  return false;
}

}  // namespace callo
