#pragma once

#include "sim/faults/fault.hpp"

namespace callo::sim {

// The nodes' calendar clocks jump, forwards or backwards, and jump back when the fault is over, as
// when somebody sets a clock wrong and right again. From the start of the run on it is an offset.
// The monotonic clocks, and so the timers, go on.
class ClockStep final : public Fault {
 public:
  using Fault::Fault;

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.shift_calendar(node, settings().offset);
      ++fired_;
    }
  }

  void stop(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.shift_calendar(node, -settings().offset);
    }
  }

  std::string target() const override { return name_nodes(settings().nodes); }

  std::uint64_t fired(const FaultSurface&) const override { return fired_; }

 private:
  std::uint64_t fired_ = 0;
};

}  // namespace callo::sim
