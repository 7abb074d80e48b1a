#include "sim/scenario/written_out.hpp"

#include "sim/scenario/fault_binding.hpp"
#include "sim/scenario/kinds.hpp"

namespace callo::sim {

ScenarioSpec written_out(const ScenarioSpec& spec, std::uint64_t seed) {
  const NodeMap map{spec.network};
  ScenarioSpec concrete = spec;
  for (TraitorSpec& traitor : draw_traitors(spec, map, seed)) {
    concrete.traitors.push_back(std::move(traitor));
  }
  for (FaultSpec& fault : draw_faults(spec, map, seed)) {
    concrete.faults.push_back(std::move(fault));
  }
  concrete.random = RandomSpec{};
  concrete.random.fault_kinds = fault_kind_names();
  concrete.random.traitor_kinds = drawn_traitor_kind_names();
  concrete.seeds = {seed, seed};
  return concrete;
}

}  // namespace callo::sim
