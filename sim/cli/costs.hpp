#pragma once

#include <cstdint>

#include "sim/trace/run_record.hpp"

namespace callo::sim {

// What this process costs the machine it runs on; never part of a run.
class CostMeter {
 public:
  CostMeter();

  std::int64_t wall_ns() const;
  // Since construction; the peak of memory is the process's.
  VolatileCosts costs() const;

 private:
  std::int64_t wall_start_ns_;
  std::int64_t cpu_start_ns_;
};

// Of this machine that this process may use.
std::uint32_t processors();

// Seconds since 1970-01-01T00:00:00Z on this machine.
std::int64_t machine_calendar_seconds();

}  // namespace callo::sim
