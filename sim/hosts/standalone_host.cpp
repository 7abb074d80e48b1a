#include "sim/hosts/standalone_host.hpp"

namespace callo::sim {

Result<void> StandaloneHost::run(SimTime limit) {
  if (simulation_.network().needs_carrier()) {
    return fail("fidelity \"fluid\" needs the engine simgrid: use \"queue\" or \"latency\"");
  }
  simulation_.engine().run_until(simulation_.handler(), limit);
  return {};
}

}  // namespace callo::sim
