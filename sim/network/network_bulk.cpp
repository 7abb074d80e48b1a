// The part of Network that deals with bulk transfers (fidelity `fluid`).
#include <algorithm>

#include "protocol/base/check.hpp"
#include "sim/network/network.hpp"

namespace callo::sim {

BulkReceiver& Network::attach(BulkCarrier& carrier) {
  carrier_ = &carrier;
  return *this;
}

bool Network::needs_carrier() const {
  return std::find(config_.fidelity.begin(), config_.fidelity.end(), Fidelity::fluid) !=
         config_.fidelity.end();
}

void Network::on_event(const Event& event) {
  switch (event.kind) {
    case EventKind::chunk_departed:
      queues_.on_chunk_departed(event);
      return;
    case EventKind::chunk_arrived:
      queues_.on_chunk_arrived(event);
      return;
    case EventKind::bulk_start:
      start_bulk(event);
      return;
    default:
      CALLO_CHECK(false && "an event of the network");
  }
}

// The carrier's latencies are fixed, so whatever comes on top passes before the transfer starts.
void Network::wait_for_carrier(const Event& arrival, Duration delay) {
  CALLO_CHECK(carrier_ != nullptr);
  const Bulk bulk{arrival, endpoints_[arrival.from.value].epoch, kNoBulk};
  std::uint64_t token = free_bulk_;
  if (token == kNoBulk) {
    token = bulk_.size();
    bulk_.push_back(bulk);
  } else {
    free_bulk_ = bulk_[token].next_free;
    bulk_[token] = bulk;
  }
  engine_.schedule(engine_.now() + delay, {.kind = EventKind::bulk_start,
                                           .needs_host_clock = true,
                                           .endpoint = arrival.from,
                                           .value = token});
}

void Network::start_bulk(const Event& event) {
  const Bulk& bulk = bulk_[event.value];
  const Endpoint& sender = endpoints_[bulk.arrival.from.value];
  const Endpoint& receiver = endpoints_[bulk.arrival.endpoint.value];
  const bool sender_lives = sender.is_up() && sender.epoch == bulk.sender_epoch;
  const bool receiver_lives = receiver.is_up() && receiver.epoch == bulk.arrival.incarnation;
  if (!sender_lives || !receiver_lives) {
    drop(sender_lives ? DropReason::receiver_down : DropReason::sender_down);
    end_bulk(event.value).take_frame();
    return;
  }
  ++counters_.bulk_transfers;
  carrier_->start({bulk.arrival.from, bulk.arrival.endpoint, bulk.arrival.value, event.value});
}

void Network::on_bulk_end(std::uint64_t token, SimTime end, bool arrived) {
  const std::uint32_t sender_epoch = bulk_[token].sender_epoch;
  Event arrival = end_bulk(token);
  if (arrived) {
    engine_.schedule(end, arrival);
    return;
  }
  const bool sender_died = endpoints_[arrival.from.value].epoch != sender_epoch;
  drop(sender_died ? DropReason::sender_down : DropReason::receiver_down);
  arrival.take_frame();
}

// The returned event owns the frame.
Event Network::end_bulk(std::uint64_t token) {
  Bulk& bulk = bulk_[token];
  const Event arrival = bulk.arrival;
  bulk.arrival.frame = nullptr;
  bulk.next_free = free_bulk_;
  free_bulk_ = token;
  return arrival;
}

}  // namespace callo::sim
