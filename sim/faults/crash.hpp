#pragma once

#include "sim/faults/fault.hpp"

namespace callo::sim {

// The nodes stop at once and, when the fault is over, start again from what `disk` left them.
class Crash final : public Fault {
 public:
  using Fault::Fault;

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      fired_ += surface.crash(node, settings().disk) ? 1u : 0u;
    }
  }

  void stop(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.restart(node);
    }
  }

  std::string target() const override { return name_nodes(settings().nodes); }

  std::uint64_t fired(const FaultSurface&) const override { return fired_; }

 private:
  std::uint64_t fired_ = 0;
};

}  // namespace callo::sim
