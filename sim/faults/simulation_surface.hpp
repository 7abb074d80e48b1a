#pragma once

#include "sim/faults/fault_surface.hpp"
#include "sim/hosts/simulation.hpp"

namespace callo::sim {

// The faults' hands on a simulation. Use only from its actions, never from inside a step.
class SimulationSurface final : public FaultSurface {
 public:
  explicit SimulationSurface(Simulation& simulation) : simulation_{simulation} {}

  void block(const LinkScope& scope) override { links().block(scope); }

  void unblock(const LinkScope& scope) override { links().unblock(scope); }

  ImpairmentId impair(const LinkScope& scope, const Impairment& impairment) override {
    return links().impair(scope, impairment);
  }

  void lift(ImpairmentId id) override { links().lift(id); }

  FaultCounters counters() const override;

 protected:
  bool stop_node(EndpointId endpoint) override { return simulation_.node(endpoint).crash(); }

  bool start_node(EndpointId endpoint, Disk disk) override {
    return simulation_.node(endpoint).start(disk);
  }

  bool pause_node(EndpointId endpoint) override { return simulation_.node(endpoint).pause(); }

  bool resume_node(EndpointId endpoint) override { return simulation_.node(endpoint).resume(); }

 private:
  LinkTable& links() { return simulation_.network().links(); }

  Simulation& simulation_;
};

}  // namespace callo::sim
