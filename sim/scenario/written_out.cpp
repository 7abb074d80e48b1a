#include "sim/scenario/written_out.hpp"

#include "sim/scenario/fault_binding.hpp"
#include "sim/scenario/kinds.hpp"

namespace callo::sim {

ScenarioSpec written_out(const ScenarioSpec& spec, std::uint64_t seed) {
  const NodeMap map{spec.network};
  ScenarioSpec concrete = spec;
  // Whom the adversary corrupts its budget says: written out they would be corrupted besides.
  const std::vector<TraitorSpec> drawn = draw_traitors(spec, map, seed);
  const auto corrupted = static_cast<std::ptrdiff_t>(draw_corrupted(spec, map, seed).size());
  concrete.traitors.insert(concrete.traitors.end(), drawn.begin() + corrupted, drawn.end());
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
