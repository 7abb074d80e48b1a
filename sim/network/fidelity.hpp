#pragma once

#include <cstdint>

namespace callo::sim {

// How closely the carriage of a message is modelled.
enum class Fidelity : std::uint8_t {
  latency,  // one-way latency of the pair and jitter; size does not matter
  queue,    // and the queues of the sender's and the receiver's network card, in 64 KiB chunks
  fluid,    // and shared bandwidth: a flow of the host's bulk carrier
};

}  // namespace callo::sim
