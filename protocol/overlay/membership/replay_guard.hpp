#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "protocol/overlay/membership/overlay_id.hpp"

namespace callo {

// Takes every number of a sender at most once, as the sliding window of IPsec does (RFC 4303,
// section 3.4.3): numbers that overtake each other by fewer than 64 are still taken.
//
// Remembers at most kSendersMax senders. Beyond them it forgets whoever's numbers are oldest, whose
// old messages could then be heard once more: they are good for this receiver only, and say nothing
// that asking again does not mend.
class ReplayGuard {
 public:
  static constexpr std::size_t kSendersMax = 4'096;

  // False for a number that was taken, or that is too old to tell.
  bool take(const OverlayId& sender, std::uint64_t number);

  std::size_t senders() const { return windows_.size(); }

 private:
  struct Window {
    std::uint64_t highest;
    std::uint64_t taken;  // bit i: the number `highest - i` was taken
  };

  void make_room();

  // Two columns of one table, by ascending sender: the first word of its id, since two that share
  // it would need 2^64 tries. The one that is searched is dense.
  std::vector<std::uint64_t> senders_;
  std::vector<Window> windows_;
};

}  // namespace callo
