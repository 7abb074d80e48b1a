#include "protocol/overlay/membership/replay_guard.hpp"

#include <algorithm>

#include "protocol/overlay/membership/slow_growth.hpp"

namespace callo {

namespace {

constexpr std::uint64_t kWindow = 64;

}  // namespace

bool ReplayGuard::take(const OverlayId& sender, std::uint64_t number) {
  const std::uint64_t name = sender.word(0);
  auto at = std::lower_bound(senders_.begin(), senders_.end(), name);
  if (at == senders_.end() || *at != name) {
    if (senders_.size() == kSendersMax) {
      make_room();
      at = std::lower_bound(senders_.begin(), senders_.end(), name);
    }
    const auto place = at - senders_.begin();
    reserve_one_more(senders_);
    reserve_one_more(windows_);
    senders_.insert(senders_.begin() + place, name);
    windows_.insert(windows_.begin() + place, {number, 1});
    return true;
  }
  Window& window = windows_[static_cast<std::size_t>(at - senders_.begin())];
  if (number > window.highest) {
    const std::uint64_t ahead = number - window.highest;
    window.taken = ahead < kWindow ? (window.taken << ahead) | 1 : 1;
    window.highest = number;
    return true;
  }
  const std::uint64_t behind = window.highest - number;
  const std::uint64_t bit = behind < kWindow ? std::uint64_t{1} << behind : 0;
  if (bit == 0 || (window.taken & bit) != 0) {
    return false;
  }
  window.taken |= bit;
  return true;
}

void ReplayGuard::make_room() {
  const auto oldest =
      std::min_element(windows_.begin(), windows_.end(),
                       [](const Window& a, const Window& b) { return a.highest < b.highest; });
  senders_.erase(senders_.begin() + (oldest - windows_.begin()));
  windows_.erase(oldest);
}

}  // namespace callo
