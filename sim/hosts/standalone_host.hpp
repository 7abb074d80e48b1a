#pragma once

#include "sim/hosts/host.hpp"
#include "sim/hosts/simulation.hpp"

namespace callo::sim {

// Drains the event core, with nothing around it. Any number per process.
class StandaloneHost final : public Host {
 public:
  explicit StandaloneHost(Simulation& simulation) : simulation_{simulation} {}

  // Fails if a message class has fidelity `fluid`.
  Result<void> run(SimTime limit) override;

 private:
  Simulation& simulation_;
};

}  // namespace callo::sim
