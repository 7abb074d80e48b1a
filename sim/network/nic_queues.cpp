#include "sim/network/nic_queues.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo::sim {

namespace {

// Rounded up: the last bit has left. Exact for sizes below 2^30 bytes, which a chunk is.
Duration time_on_wire(std::uint64_t bytes, std::int64_t bits_per_s) {
  if (bits_per_s == 0) {
    return {};
  }
  constexpr std::int64_t kNsPerSecond = 1'000'000'000;
  const std::int64_t scaled = static_cast<std::int64_t>(bytes) * 8 * kNsPerSecond;
  return Duration{scaled / bits_per_s + (scaled % bits_per_s != 0 ? 1 : 0)};
}

}  // namespace

NicQueues::NicQueues(Engine& engine, const std::vector<EndpointLink>& links) : engine_{engine} {
  cards_.reserve(links.size());
  for (const EndpointLink& link : links) {
    CALLO_CHECK(link.up_bits_per_s >= 0 && link.down_bits_per_s >= 0);
    cards_.push_back(
        {.up_bits_per_s = link.up_bits_per_s, .down_bits_per_s = link.down_bits_per_s});
  }
}

NicQueues::~NicQueues() {
  for (Transfer& transfer : transfers_) {
    transfer.arrival.take_frame();
  }
}

void NicQueues::send(const Event& arrival, std::uint64_t bytes, Duration latency) {
  const std::uint32_t transfer = allocate();
  // A message of no bytes still needs a chunk that says so.
  const std::uint64_t size = std::max<std::uint64_t>(bytes, 1);
  transfers_[transfer] = {arrival, size, size, latency, 0, kNone, false};
  Card& card = cards_[arrival.from.value];
  enqueue(card, transfer);
  if (card.sending == kNone) {
    send_next_chunk(arrival.from);
  }
}

void NicQueues::on_chunk_departed(const Event& event) {
  Card& card = cards_[event.endpoint.value];
  if (event.incarnation != card.generation) {
    return;
  }
  const std::uint32_t index = card.sending;
  Transfer& transfer = transfers_[index];
  transfer.to_send -= std::min(transfer.to_send, kChunkBytes);
  ++transfer.chunks_in_flight;
  engine_.schedule(
      engine_.now() + transfer.latency,
      {.kind = EventKind::chunk_arrived, .endpoint = transfer.arrival.endpoint, .value = index});
  if (transfer.to_send != 0) {
    enqueue(card, index);
  }
  card.sending = kNone;
  if (card.head != kNone) {
    send_next_chunk(event.endpoint);
  }
}

void NicQueues::on_chunk_arrived(const Event& event) {
  const auto index = static_cast<std::uint32_t>(event.value);
  Transfer& transfer = transfers_[index];
  --transfer.chunks_in_flight;
  if (transfer.is_dead) {
    if (transfer.chunks_in_flight == 0) {
      free(index);
    }
    return;
  }
  Card& card = cards_[event.endpoint.value];
  const std::uint64_t bytes = std::min(transfer.to_receive, kChunkBytes);
  transfer.to_receive -= bytes;
  card.receives_until =
      std::max(card.receives_until, engine_.now()) + time_on_wire(bytes, card.down_bits_per_s);
  if (transfer.to_receive == 0) {
    engine_.schedule(card.receives_until, transfer.arrival);
    transfer.arrival.frame = nullptr;
    free(index);
  }
}

void NicQueues::set_rates(EndpointId endpoint, std::int64_t up_bits_per_s,
                          std::int64_t down_bits_per_s) {
  CALLO_CHECK(up_bits_per_s >= 0 && down_bits_per_s >= 0);
  cards_[endpoint.value].up_bits_per_s = up_bits_per_s;
  cards_[endpoint.value].down_bits_per_s = down_bits_per_s;
}

std::uint64_t NicQueues::reset(EndpointId endpoint) {
  Card& card = cards_[endpoint.value];
  ++card.generation;
  card.receives_until = {};
  std::uint64_t killed = 0;
  for (std::uint32_t index = card.head; index != kNone; ++killed) {
    const std::uint32_t next = transfers_[index].next;
    kill(index);
    index = next;
  }
  if (card.sending != kNone) {
    kill(card.sending);
    ++killed;
  }
  card.sending = card.head = card.tail = kNone;
  return killed;
}

std::uint32_t NicQueues::allocate() {
  if (free_ == kNone) {
    transfers_.emplace_back();
    return static_cast<std::uint32_t>(transfers_.size() - 1);
  }
  const std::uint32_t index = free_;
  free_ = transfers_[index].next;
  return index;
}

void NicQueues::free(std::uint32_t transfer) {
  transfers_[transfer].arrival.take_frame();
  transfers_[transfer].next = free_;
  free_ = transfer;
}

void NicQueues::enqueue(Card& card, std::uint32_t transfer) {
  transfers_[transfer].next = kNone;
  if (card.head == kNone) {
    card.head = transfer;
  } else {
    transfers_[card.tail].next = transfer;
  }
  card.tail = transfer;
}

void NicQueues::send_next_chunk(EndpointId endpoint) {
  Card& card = cards_[endpoint.value];
  card.sending = card.head;
  card.head = transfers_[card.head].next;
  const std::uint64_t bytes = std::min(transfers_[card.sending].to_send, kChunkBytes);
  engine_.schedule(
      engine_.now() + time_on_wire(bytes, card.up_bits_per_s),
      {.kind = EventKind::chunk_departed, .endpoint = endpoint, .incarnation = card.generation});
}

void NicQueues::kill(std::uint32_t transfer) {
  transfers_[transfer].is_dead = true;
  if (transfers_[transfer].chunks_in_flight == 0) {
    free(transfer);
  }
}

}  // namespace callo::sim
