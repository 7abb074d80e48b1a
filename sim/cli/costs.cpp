#include "sim/cli/costs.hpp"

#include <sched.h>
#include <sys/resource.h>
#include <time.h>

namespace callo::sim {

namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::int64_t kBytesPerKib = 1'024;

std::int64_t read_clock(clockid_t clock) {
  timespec now{};
  // lint: allow clock: measures the simulator from outside, into the volatile part of the results
  ::clock_gettime(clock, &now);
  return now.tv_sec * kNanosecondsPerSecond + now.tv_nsec;
}

}  // namespace

CostMeter::CostMeter()
    : wall_start_ns_(read_clock(CLOCK_MONOTONIC)),
      cpu_start_ns_(read_clock(CLOCK_PROCESS_CPUTIME_ID)) {}

std::int64_t CostMeter::wall_ns() const {
  return read_clock(CLOCK_MONOTONIC) - wall_start_ns_;
}

VolatileCosts CostMeter::costs() const {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  return {wall_ns(), read_clock(CLOCK_PROCESS_CPUTIME_ID) - cpu_start_ns_,
          usage.ru_maxrss * kBytesPerKib};
}

std::uint32_t processors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  return ::sched_getaffinity(0, sizeof set, &set) == 0 ? static_cast<std::uint32_t>(CPU_COUNT(&set))
                                                       : 1U;
}

std::int64_t machine_calendar_seconds() {
  return read_clock(CLOCK_REALTIME) / kNanosecondsPerSecond;
}

}  // namespace callo::sim
