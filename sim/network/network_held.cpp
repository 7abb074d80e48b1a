// The part of Network that deals with messages on their way that somebody holds: clogs and the
// interceptor.
#include <utility>

#include "protocol/base/check.hpp"
#include "sim/network/network.hpp"

namespace callo::sim {

Network::Held Network::hold(const Message& message) const {
  return {message.from.endpoint,
          message.to.endpoint,
          message.number,
          message.frame,
          message.fidelity,
          message.kind,
          endpoints_[message.to.endpoint.value].epoch};
}

void Network::release(const Held& held) {
  if (endpoints_[held.to.value].epoch != held.receiver_epoch) {
    drop(DropReason::receiver_down);
    return;
  }
  void* const body = held.frame.share(0);
  send_on(
      {place(held.from), place(held.to), held.number, held.frame, body, held.fidelity, held.kind},
      {});
}

void Network::release_unclogged() {
  std::deque<Held> waiting = std::exchange(clogged_, {});
  for (Held& held : waiting) {
    if (links_.is_clogged(place(held.from), place(held.to))) {
      clogged_.push_back(std::move(held));
    } else {
      release(held);
    }
  }
}

void Network::send_intercepted(const Message& message) {
  const PathLatency& path = config_.path(message.from.city, message.to.city);
  const std::uint64_t number = ++packets_shown_;
  const Fate fate =
      interceptor_->on_packet({message.from.endpoint, message.to.endpoint, message.frame,
                               engine_.now(), path.base + 2 * config_.last_mile, number});
  switch (fate.kind) {
    case Fate::Kind::passes:
      send_on(message, {});
      return;
    case Fate::Kind::is_late:
      send_on(message, fate.by);
      return;
    case Fate::Kind::is_lost:
      drop(DropReason::intercepted);
      return;
    case Fate::Kind::is_held:
      intercepted_.emplace(number, hold(message));
      return;
  }
}

void Network::release(std::uint64_t packet) {
  const auto found = intercepted_.find(packet);
  CALLO_CHECK(found != intercepted_.end());
  const Held held = std::move(found->second);
  intercepted_.erase(found);
  release(held);
}

void Network::limit_bandwidth(EndpointId endpoint, std::optional<std::int64_t> bits_per_s) {
  const EndpointLink& line = config_.endpoints[endpoint.value];
  const auto limited = [&](std::int64_t configured) {
    const bool is_less = bits_per_s && (configured == 0 || *bits_per_s < configured);
    return is_less ? *bits_per_s : configured;
  };
  const std::int64_t up = limited(line.up_bits_per_s);
  const std::int64_t down = limited(line.down_bits_per_s);
  queues_.set_rates(endpoint, up, down);
  if (carrier_ != nullptr) {
    carrier_->set_bandwidth(endpoint, up, down);
  }
}

}  // namespace callo::sim
