#include "sim/network/network.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"

namespace callo::sim {

namespace {

constexpr Purpose kJitter = Purpose::of("network.jitter");
constexpr Purpose kFate = Purpose::of("network.fate");

std::uint64_t link_key(EndpointId from, EndpointId to) {
  return (std::uint64_t{from.value} << 32) | to.value;
}

}  // namespace

Network::Network(Engine& engine, NetworkConfig config)
    : engine_{engine},
      config_{std::move(config)},
      jitter_key_{RandomStream::key(config_.seed, kJitter)},
      fate_key_{RandomStream::key(config_.seed, kFate)},
      links_{config_.cities},
      queues_{engine, config_.endpoints} {
  CALLO_CHECK(config_.paths.size() == std::size_t{config_.cities} * config_.cities);
  for (const PathLatency& path : config_.paths) {
    CALLO_CHECK(path.base.count() >= 0 && path.jitter_mean.count() >= 0);
  }
  endpoints_.resize(config_.endpoints.size());
  endpoint_counters_.resize(config_.endpoints.size());
  for (std::size_t i = 0; i < endpoints_.size(); ++i) {
    CALLO_CHECK(config_.endpoints[i].city < config_.cities);
    endpoints_[i].city = config_.endpoints[i].city;
  }
  if (config_.everywhere != Impairment{}) {
    links_.impair(LinkScope::everywhere(), config_.everywhere);
  }
}

Network::~Network() {
  for (Bulk& bulk : bulk_) {
    bulk.arrival.take_frame();
  }
}

void Network::send(EndpointId from, std::span<const EndpointId> to, const Frame& frame,
                   MessageClass message_class) {
  const std::uint64_t bytes = std::uint64_t{frame.size()} * to.size();
  counters_.messages_sent += to.size();
  counters_.bytes_sent += bytes;
  const std::uint8_t kind = counted_kind(frame);
  counters_.by_kind[kind].frames_sent += to.size();
  counters_.by_kind[kind].bytes_sent += bytes;
  EndpointCounters& own = endpoint_counters_[from.value];
  own.bytes_sent += bytes;
  // The number of a message is that of its sender's messages before it.
  const bool is_plain = peers_.empty() && !links_.has_blocks() && !links_.has_impairments() &&
                        !links_.has_clogs() && interceptor_ == nullptr;
  Message message{place(from),
                  {},
                  std::exchange(own.messages_sent, own.messages_sent + to.size()),
                  frame,
                  frame.share(is_plain ? to.size() : 0),
                  config_.fidelity[static_cast<std::size_t>(message_class)],
                  kind};
  for (const EndpointId receiver : to) {
    if (receiver.value >= endpoints_.size()) {
      drop_unknown(message, is_plain);
      continue;
    }
    message.to = place(receiver);
    if (is_plain) {
      carry(message, message.number * 2, {});
    } else {
      send_faulty(message);
    }
    ++message.number;
  }
}

// Its number is used up, as that of every message that is lost.
void Network::drop_unknown(Message& message, bool has_reference) {
  drop(DropReason::nobody_there);
  ++message.number;
  if (has_reference) {
    Frame::adopt(message.body);
  }
}

void Network::send_faulty(const Message& message) {
  if (!peers_.empty() && !are_peers(message.from.endpoint, message.to.endpoint)) {
    drop(DropReason::not_a_peer);
  } else if (links_.is_blocked(message.from, message.to)) {
    drop(DropReason::blocked_at_send);
  } else if (links_.has_clogs() && links_.is_clogged(message.from, message.to)) {
    ++counters_.messages_held;
    clogged_.push_back(hold(message));
  } else if (interceptor_ != nullptr) {
    send_intercepted(message);
  } else {
    send_on(message, {});
  }
}

void Network::send_on(const Message& message, Duration delay) {
  if (links_.has_impairments()) {
    send_impaired(message, delay);
  } else {
    message.frame.share(1);
    carry(message, message.number * 2, delay);
  }
}

// Every chance is drawn, whatever the others say: a higher loss rate moves no other draw.
void Network::send_impaired(const Message& message, Duration delay) {
  const Impairment impairment = links_.impairment(message.from, message.to);
  RandomStream fate{fate_key_, link_key(message.from.endpoint, message.to.endpoint),
                    message.number};
  const bool is_lost = fate.below(kMillion) < impairment.loss_ppm;
  const bool is_doubled = fate.below(kMillion) < impairment.duplicate_ppm;
  const bool is_held_back = fate.below(kMillion) < impairment.reorder_ppm;
  const std::int64_t hold_ns = fate.between(0, impairment.reorder_window.count());
  const bool is_corrupted = fate.below(kMillion) < impairment.corrupt_ppm;
  if (is_lost) {
    drop(DropReason::lost);
    return;
  }
  delay += impairment.extra_delay + (is_held_back ? Duration{hold_ns} : Duration{});
  Message sent{message};
  const Frame damaged = is_corrupted ? corrupted(message.frame, fate) : Frame{};
  const Frame& frame = is_corrupted ? damaged : message.frame;
  sent.body = frame.share(is_doubled ? 2 : 1);
  carry(sent, message.number * 2, delay);
  if (is_doubled) {
    ++counters_.messages_duplicated;
    carry(sent, message.number * 2 + 1, delay);
  }
}

// One to eight bits flipped, as many as a burst of noise leaves for a checksum to find.
Frame Network::corrupted(const Frame& frame, RandomStream& fate) {
  ++counters_.messages_corrupted;
  constexpr std::uint64_t kBitsMax = 8;
  Bytes bytes{frame.bytes().begin(), frame.bytes().end()};
  for (std::uint64_t left = 1 + fate.below(kBitsMax); left > 0 && !bytes.empty(); --left) {
    const std::uint64_t bit = fate.below(bytes.size() * 8);
    bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
  }
  return make_frame(std::move(bytes));
}

inline void Network::fill(Event& arrival, const Message& message) const {
  arrival.kind = EventKind::delivery;
  arrival.detail = message.kind;
  arrival.needs_host_clock = false;
  arrival.endpoint = message.to.endpoint;
  arrival.from = message.from.endpoint;
  arrival.incarnation = endpoints_[message.to.endpoint.value].epoch;
  arrival.value = message.frame.size();
  arrival.frame = message.body;
}

// `copy` names this copy of the message among all that its sender ever sent. Contract: a reference
// to the frame has been made for it.
void Network::carry(const Message& message, std::uint64_t copy, Duration delay) {
  const PathLatency& path = config_.path(message.from.city, message.to.city);
  Duration extra = delay;
  if (path.jitter_mean.count() != 0) {
    RandomStream stream{jitter_key_, link_key(message.from.endpoint, message.to.endpoint), copy};
    extra += Duration{stream.exponential(path.jitter_mean.count())};
  }
  const Duration latency = path.base + 2 * config_.last_mile + extra;
  if (message.fidelity == Fidelity::latency) {
    fill(engine_.add(engine_.now() + latency), message);
    return;
  }
  Event arrival;
  fill(arrival, message);
  if (message.fidelity == Fidelity::queue) {
    queues_.send(arrival, message.frame.size(), latency);
  } else {
    wait_for_carrier(arrival, extra);
  }
}

bool Network::admit(const Event& delivery) {
  const Endpoint& receiver = endpoints_[delivery.endpoint.value];
  if (!receiver.is_up() || receiver.epoch != delivery.incarnation) {
    drop(DropReason::receiver_down);
    return false;
  }
  if (!peers_.empty() && !are_peers(delivery.from, delivery.endpoint)) {
    drop(DropReason::not_a_peer);
    return false;
  }
  if (links_.has_blocks() && links_.is_blocked(place(delivery.from), place(delivery.endpoint))) {
    drop(DropReason::blocked_at_arrival);
    return false;
  }
  const std::uint64_t bytes = delivery.value;
  ++counters_.messages_delivered;
  counters_.bytes_delivered += bytes;
  ++counters_.by_kind[delivery.detail].frames_delivered;
  EndpointCounters& own = endpoint_counters_[delivery.endpoint.value];
  ++own.messages_received;
  own.bytes_received += bytes;
  return true;
}

void Network::set_up(EndpointId endpoint, bool is_up) {
  Endpoint& changed = endpoints_[endpoint.value];
  CALLO_CHECK(changed.is_up() != is_up);
  ++changed.epoch;
  if (!is_up) {
    counters_.dropped[static_cast<std::size_t>(DropReason::sender_down)] += queues_.reset(endpoint);
  }
  if (carrier_ != nullptr) {
    carrier_->set_up(endpoint, is_up);
  }
}

void Network::set_peers(EndpointId endpoint, std::optional<std::span<const EndpointId>> peers) {
  peers_.resize(endpoints_.size());
  std::vector<bool>& row = peers_[endpoint.value];
  row.assign(peers ? endpoints_.size() : 0, false);
  for (const EndpointId peer : peers.value_or(std::span<const EndpointId>{})) {
    row[peer.value] = true;
  }
}

bool Network::are_peers(EndpointId a, EndpointId b) const {
  return allows(a, b) && allows(b, a);
}

bool Network::allows(EndpointId endpoint, EndpointId peer) const {
  const std::vector<bool>& row = peers_[endpoint.value];
  return row.empty() || row[peer.value];
}

}  // namespace callo::sim
