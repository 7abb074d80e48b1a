#include "sim/checkers/genuine_tables.hpp"

#include <map>

#include "protocol/base/hash.hpp"

namespace callo::sim {

void GenuineTables::on_snapshot(const OverlaySnapshot& snapshot) {
  if (!snapshot.is_quiet) {
    return;
  }
  was_quiet_ = true;
  std::map<OverlayId, EndpointId> genuine;
  for (const OverlaySnapshotNode& node : snapshot.nodes) {
    if (!node.is_outsider) {
      genuine.emplace(node.id, node.endpoint);
    }
  }
  for (const OverlaySnapshotNode& node : snapshot.nodes) {
    if (!node.is_honest) {
      continue;
    }
    for (unsigned level = 0; level < node.table->levels(); ++level) {
      for (unsigned digit = 0; digit < snapshot.digit_base; ++digit) {
        for (const Neighbour& held : node.table->entry(level, digit)) {
          const auto found = genuine.find(held.id);
          if (found == genuine.end() || found->second != held.endpoint) {
            violated(snapshot.time, node.endpoint,
                     "it holds " + short_hex(held.id.value) + " at endpoint " +
                         std::to_string(held.endpoint.value) +
                         ", where no such node of this network is");
          }
        }
      }
    }
  }
}

std::string GenuineTables::abstention() const {
  return was_quiet_ ? "" : "somebody came or went all the time";
}

}  // namespace callo::sim
