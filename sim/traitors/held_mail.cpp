#include "sim/traitors/held_mail.hpp"

#include <variant>

namespace callo::sim {

void HeldMail::begin(const Turn& turn) {
  if (std::holds_alternative<Started>(turn.input)) {
    items_.clear();
  }
}

void HeldMail::hold(MonotonicTime until, std::span<const EndpointId> targets, const Send& send) {
  items_.emplace(until, Item{{targets.begin(), targets.end()}, send.frame, send.message_class});
}

void HeldMail::release(const Turn& turn, Effects& out) {
  while (!items_.empty() && items_.begin()->first <= turn.now.monotonic) {
    const Item& item = items_.begin()->second;
    out.send(item.targets, item.frame, item.message_class);
    items_.erase(items_.begin());
  }
  if (!items_.empty()) {
    out.arm(kTraitorTimer, items_.begin()->first);
  }
}

}  // namespace callo::sim
