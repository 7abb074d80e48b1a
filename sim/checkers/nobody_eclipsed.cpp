#include "sim/checkers/nobody_eclipsed.hpp"

#include <map>
#include <string>

namespace callo::sim {

Eclipsed measure_eclipsed(const OverlaySnapshot& snapshot) {
  std::map<OverlayId, std::size_t> honest;
  for (std::size_t index = 0; index < snapshot.nodes.size(); ++index) {
    if (snapshot.nodes[index].is_honest && snapshot.nodes[index].is_in_system) {
      honest.emplace(snapshot.nodes[index].id, index);
    }
  }
  Eclipsed eclipsed;
  if (honest.size() < 2) {
    return eclipsed;
  }
  std::vector<bool> holds(snapshot.nodes.size(), false);
  std::vector<bool> is_held(snapshot.nodes.size(), false);
  for (const auto& [id, index] : honest) {
    const NeighbourTable& table = *snapshot.nodes[index].table;
    for (unsigned level = 0; level < table.levels(); ++level) {
      for (unsigned digit = 0; digit < snapshot.digit_base; ++digit) {
        for (const Neighbour& held : table.entry(level, digit)) {
          const auto found = honest.find(held.id);
          if (found != honest.end() && snapshot.nodes[found->second].endpoint == held.endpoint) {
            holds[index] = true;
            is_held[found->second] = true;
          }
        }
      }
    }
  }
  for (const auto& [id, index] : honest) {
    if (!holds[index] || !is_held[index]) {
      const OverlaySnapshotNode& node = snapshot.nodes[index];
      ++eclipsed.nodes;
      eclipsed.silent += node.is_alarmed ? 0U : 1U;
      if (!node.is_alarmed && !eclipsed.first_silent) {
        eclipsed.first_silent = node.endpoint;
      }
    }
  }
  return eclipsed;
}

void NobodyEclipsed::on_snapshot(const OverlaySnapshot& snapshot) {
  if (!snapshot.is_quiet) {
    return;
  }
  was_quiet_ = true;
  const Eclipsed eclipsed = measure_eclipsed(snapshot);
  if (eclipsed.silent != 0) {
    violated(snapshot.time, eclipsed.first_silent,
             std::to_string(eclipsed.silent) +
                 " honest nodes are surrounded by traitors and do not know it");
  }
}

std::string NobodyEclipsed::abstention() const {
  return was_quiet_ ? "" : "somebody came or went all the time";
}

}  // namespace callo::sim
