#pragma once

#include <memory>

#include "sim/hosts/host.hpp"
#include "sim/hosts/simulation.hpp"

namespace callo::sim {

// Runs the event core inside SimGrid: the core is one of SimGrid's models, runs ahead to the date
// of SimGrid's next own event, and bulk transfers are SimGrid flows with shared bandwidth.
//
// SimGrid is a singleton: one such host per process, ever. Make it before anything is started in
// the simulation, which outlives it.
class SimgridHost final : public Host {
 public:
  explicit SimgridHost(Simulation& simulation);
  ~SimgridHost() override;

  // Fails with fidelity `fluid` beyond 30 days: a double of seconds no longer tells nanoseconds
  // apart there.
  Result<void> run(SimTime limit) override;

 private:
  class Core;
  std::unique_ptr<Core> core_;
};

}  // namespace callo::sim
