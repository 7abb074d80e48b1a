#pragma once

#include "sim/faults/fault.hpp"

namespace callo::sim {

// The nodes do nothing, as a stopped process or a paused virtual machine, and hear everything late.
class Pause final : public Fault {
 public:
  using Fault::Fault;

  void start(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      fired_ += surface.pause(node) ? 1u : 0u;
    }
  }

  void stop(FaultSurface& surface) override {
    for (const EndpointId node : settings().nodes) {
      surface.resume(node);
    }
  }

  std::string target() const override { return name_nodes(settings().nodes); }

  std::uint64_t fired(const FaultSurface&) const override { return fired_; }

 private:
  std::uint64_t fired_ = 0;
};

}  // namespace callo::sim
