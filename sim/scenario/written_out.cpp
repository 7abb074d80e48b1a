#include "sim/scenario/written_out.hpp"

#include <algorithm>
#include <iterator>

#include "sim/scenario/fault_binding.hpp"
#include "sim/scenario/kinds.hpp"

namespace callo::sim {

ScenarioSpec written_out(ScenarioSpec spec, std::uint64_t seed) {
  const NodeMap map{spec.network};
  // Whom the adversary corrupts its budget says: written out they would be corrupted besides.
  const std::vector<TraitorSpec> traitors = draw_traitors(spec, map, seed);
  const auto corrupted = static_cast<std::ptrdiff_t>(draw_corrupted(spec, map, seed).size());
  std::vector<FaultSpec> faults = draw_faults(spec, map, seed);
  spec.traitors.insert(spec.traitors.end(), traitors.begin() + corrupted, traitors.end());
  std::move(faults.begin(), faults.end(), std::back_inserter(spec.faults));
  spec.random = RandomSpec{};
  spec.random.fault_kinds = fault_kind_names();
  spec.random.traitor_kinds = drawn_traitor_kind_names();
  spec.seeds = {seed, seed};
  return spec;
}

}  // namespace callo::sim
