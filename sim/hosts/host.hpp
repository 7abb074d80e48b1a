#pragma once

#include "protocol/base/result.hpp"
#include "sim/engine/sim_time.hpp"

namespace callo::sim {

// Lets the time of one simulation pass. What happens in it is the same in every host; only bulk
// transfers (fidelity `fluid`) need one that can carry them.
class Host {
 public:
  virtual ~Host() = default;
  // Once per host, up to and including `limit`, or until the simulation is stopped. Fails, with
  // nothing having happened, if the host cannot do it.
  virtual Result<void> run(SimTime limit) = 0;
};

}  // namespace callo::sim
