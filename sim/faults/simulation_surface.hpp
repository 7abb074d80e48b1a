#pragma once

#include "sim/faults/fault_surface.hpp"
#include "sim/hosts/simulation.hpp"

namespace callo::sim {

// The faults' hands on a simulation. Use only from its actions, never from inside a step.
class SimulationSurface final : public FaultSurface {
 public:
  explicit SimulationSurface(Simulation& simulation) : simulation_{simulation} {}

  void shift_calendar(EndpointId endpoint, Duration by) override {
    simulation_.node(endpoint).shift_calendar(by);
  }

  void block(const LinkScope& scope) override { links().block(scope); }

  void unblock(const LinkScope& scope) override { links().unblock(scope); }

  void clog(const LinkScope& scope) override { links().clog(scope); }

  void unclog(const LinkScope& scope) override {
    links().unclog(scope);
    simulation_.network().release_unclogged();
  }

  void on_next_write(EndpointId endpoint, std::function<void()> then) override;

  std::string refusal(EndpointId endpoint) const override {
    return simulation_.node(endpoint).refusal();
  }

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

  void set_drift(EndpointId endpoint, std::int64_t ppm) override {
    constexpr std::int64_t kPartsPerBillion = 1'000;  // in one part per million
    simulation_.node(endpoint).set_drift(ppm * kPartsPerBillion);
  }

  void set_slowness(EndpointId endpoint, std::uint32_t factor) override {
    simulation_.node(endpoint).set_slowness(factor);
  }

  void limit_bandwidth(EndpointId endpoint, std::optional<std::int64_t> bits_per_s) override {
    simulation_.network().limit_bandwidth(endpoint, bits_per_s);
  }

 private:
  LinkTable& links() { return simulation_.network().links(); }

  Simulation& simulation_;
};

}  // namespace callo::sim
