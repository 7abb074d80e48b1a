#pragma once

#include <cstdint>

#include "protocol/base/ids.hpp"
#include "sim/engine/sim_time.hpp"

namespace callo::sim {

struct BulkTransfer {
  EndpointId from;
  EndpointId to;
  std::uint64_t bytes{};
  std::uint64_t token{};
};

// Hears what became of a transfer. `end` is not before the engine's now().
class BulkReceiver {
 public:
  virtual ~BulkReceiver() = default;
  virtual void on_bulk_end(std::uint64_t token, SimTime end, bool arrived) = 0;
};

// Carries large messages with shared bandwidth; a host that has no such model has no carrier. The
// path's base latency is the carrier's business, jitter and other delays are the caller's.
class BulkCarrier {
 public:
  virtual ~BulkCarrier() = default;
  // Every started transfer ends exactly once, later, unless the run ends first. Contract: both
  // endpoints are up, and the host's clock shows the engine's now().
  virtual void start(const BulkTransfer& transfer) = 0;
  // Transfers of an endpoint that goes down fail at that date. Same contract on the clock.
  virtual void set_up(EndpointId endpoint, bool is_up) = 0;
  // Bits per second of the endpoint's access line, 0 for no limit; transfers under way are slowed
  // down or sped up. Same contract on the clock.
  virtual void set_bandwidth(EndpointId endpoint, std::int64_t up_bits_per_s,
                             std::int64_t down_bits_per_s) = 0;
};

}  // namespace callo::sim
