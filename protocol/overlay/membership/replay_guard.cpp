#include "protocol/overlay/membership/replay_guard.hpp"

#include <algorithm>
#include <cstring>

namespace callo {

namespace {

constexpr std::uint64_t kWindow = 64;

std::uint64_t short_name(const OverlayId& id) {
  std::uint64_t name = 0;
  std::memcpy(&name, id.value.bytes.data(), sizeof name);
  return name;
}

}  // namespace

bool ReplayGuard::take(const OverlayId& sender, std::uint64_t number) {
  const std::uint64_t name = short_name(sender);
  const auto is_before = [](const Window& window, std::uint64_t wanted) {
    return window.sender < wanted;
  };
  auto at = std::lower_bound(windows_.begin(), windows_.end(), name, is_before);
  if (at == windows_.end() || at->sender != name) {
    if (windows_.size() == kSendersMax) {
      make_room();
      at = std::lower_bound(windows_.begin(), windows_.end(), name, is_before);
    }
    windows_.insert(at, {name, number, 1});
    return true;
  }
  if (number > at->highest) {
    const std::uint64_t ahead = number - at->highest;
    at->taken = ahead < kWindow ? (at->taken << ahead) | 1 : 1;
    at->highest = number;
    return true;
  }
  const std::uint64_t behind = at->highest - number;
  const std::uint64_t bit = behind < kWindow ? std::uint64_t{1} << behind : 0;
  if (bit == 0 || (at->taken & bit) != 0) {
    return false;
  }
  at->taken |= bit;
  return true;
}

void ReplayGuard::make_room() {
  windows_.erase(
      std::min_element(windows_.begin(), windows_.end(),
                       [](const Window& a, const Window& b) { return a.highest < b.highest; }));
}

}  // namespace callo
