#include "sim/checkers/all_reachable.hpp"

#include <algorithm>
#include <map>

namespace callo::sim {

namespace {

using Links = std::vector<std::vector<std::uint32_t>>;

std::vector<bool> reached(const Links& links) {
  std::vector<bool> seen(links.size(), false);
  std::vector<std::uint32_t> open;
  if (!links.empty()) {
    seen[0] = true;
    open.push_back(0);
  }
  while (!open.empty()) {
    const std::uint32_t node = open.back();
    open.pop_back();
    for (const std::uint32_t next : links[node]) {
      if (!seen[next]) {
        seen[next] = true;
        open.push_back(next);
      }
    }
  }
  return seen;
}

}  // namespace

std::vector<EndpointId> nodes_apart(const OverlaySnapshot& snapshot) {
  std::vector<const OverlaySnapshotNode*> nodes;
  std::map<OverlayId, std::uint32_t> numbers;
  for (const OverlaySnapshotNode& node : snapshot.nodes) {
    if (node.is_honest) {
      numbers.emplace(node.id, static_cast<std::uint32_t>(nodes.size()));
      nodes.push_back(&node);
    }
  }
  Links forward(nodes.size());
  Links backward(nodes.size());
  for (std::uint32_t from = 0; from < nodes.size(); ++from) {
    const NeighbourTable& table = *nodes[from]->table;
    for (unsigned level = 0; level < table.levels(); ++level) {
      for (unsigned digit = 0; digit < snapshot.digit_base; ++digit) {
        for (const Neighbour& held : table.entry(level, digit)) {
          const auto to = numbers.find(held.id);
          if (to != numbers.end() && nodes[to->second]->endpoint == held.endpoint) {
            forward[from].push_back(to->second);
            backward[to->second].push_back(from);
          }
        }
      }
    }
  }
  const std::vector<bool> from_first = reached(forward);
  const std::vector<bool> to_first = reached(backward);
  std::vector<EndpointId> apart;
  for (std::size_t node = 0; node < nodes.size(); ++node) {
    if (!from_first[node] || !to_first[node]) {
      apart.push_back(nodes[node]->endpoint);
    }
  }
  return apart;
}

void AllReachable::on_snapshot(const OverlaySnapshot& snapshot) {
  if (!snapshot.is_quiet) {
    return;
  }
  was_quiet_ = true;
  const std::vector<EndpointId> apart = nodes_apart(snapshot);
  if (!apart.empty()) {
    violated(snapshot.time, apart.front(),
             std::to_string(apart.size()) + " nodes are cut off from the first one's network");
  }
}

std::string AllReachable::abstention() const {
  return was_quiet_ ? "" : "somebody came or went all the time";
}

}  // namespace callo::sim
