#pragma once

#include <cstdint>
#include <type_traits>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"

namespace callo::sim {

// Who acts on an event; the meaning of the other fields is the kind's.
enum class EventKind : std::uint8_t {
  delivery,        // network: a message of `value` bytes reaches its receiver
  chunk_departed,  // network: a sender's queue may send its next chunk
  chunk_arrived,   // network: a chunk reaches the receiver's queue
  bulk_start,      // network: a bulk transfer enters the carrier
  timer,           // node
  durable,         // node: the disk has taken the records of a step
  processed,       // node: the processor has spent the time of a step
  action,          // simulation: something rare, e.g. a fault
};

// A small, trivially copyable thing that happens at a date. It owns one reference to its frame; the
// engine drops the reference if nobody takes it.
struct alignas(32) Event {  // never across two cache lines
  EventKind kind{};
  std::uint8_t detail{};
  // The date must not be run ahead of by a host whose own clock lags: the host's clock shows it.
  bool needs_host_clock{};
  EndpointId endpoint{};  // whom it happens to
  EndpointId from{};
  std::uint32_t incarnation{};  // of `endpoint`, as of when the event was made
  std::uint64_t value{};
  void* frame{};  // Frame::share()

  Frame take_frame() {
    Frame taken = Frame::adopt(frame);
    frame = nullptr;
    return taken;
  }
};

static_assert(std::is_trivially_copyable_v<Event>);
static_assert(sizeof(Event) == 32);

}  // namespace callo::sim
