#include "protocol/step/effects.hpp"

namespace callo {

void Effects::clear() {
  records.clear();
  targets.clear();
  sends.clear();
  timers.clear();
  requests.clear();
  cancelled.clear();
  commits.clear();
  evidence.clear();
  blames.clear();
  notices.clear();
  work = {};
}

void Effects::send(std::span<const EndpointId> to, const Frame& frame, MessageClass message_class) {
  if (to.empty()) {
    return;
  }
  const auto first = static_cast<std::uint32_t>(targets.size());
  targets.insert(targets.end(), to.begin(), to.end());
  sends.push_back({first, static_cast<std::uint32_t>(to.size()), message_class, frame});
}

void Effects::send(EndpointId to, const Frame& frame, MessageClass message_class) {
  send(std::span{&to, 1}, frame, message_class);
}

}  // namespace callo
