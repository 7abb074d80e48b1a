#include "sim/explore/concrete_arm.hpp"

#include "sim/scenario/kinds.hpp"
#include "sim/scenario/written_out.hpp"

namespace callo::sim {

ScenarioSpec concrete_arm(ScenarioSpec spec, std::uint64_t seed, ExploreMode mode) {
  spec.random = RandomSpec{};
  spec = written_out(std::move(spec), seed);
  spec.explore = {explored_features(), {}, ExploreSpec{}.faults_max};
  spec.expect.violation.reset();
  spec.expect.assertions.clear();
  if (mode == ExploreMode::unlimited) {
    std::erase(spec.expect.invariants, "liveness");
    spec.expect.liveness_after.reset();
  }
  return spec;
}

}  // namespace callo::sim
