#include "topologies/disjoint_paths.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo::topologies {
namespace {

constexpr std::uint32_t kUnreached = ~0U;

}  // namespace

DisjointPaths::DisjointPaths(Graph graph)
    : arcs_of_(2 * graph.size()), reached_by_(2 * graph.size()) {
  for (std::uint32_t node = 0; node < graph.size(); ++node) {
    add_arc(entrance(node), exit(node));
    for (const CubeLabel neighbour : graph[node]) {
      add_arc(exit(node), entrance(neighbour.value));
    }
  }
}

void DisjointPaths::add_arc(std::uint32_t tail, std::uint32_t head) {
  arcs_of_[tail].push_back(static_cast<std::uint32_t>(arcs_.size()));
  arcs_.push_back({head, true});
  arcs_of_[head].push_back(static_cast<std::uint32_t>(arcs_.size()));
  arcs_.push_back({tail, false});
}

void DisjointPaths::reset() {
  for (std::size_t arc = 0; arc < arcs_.size(); ++arc) {
    arcs_[arc].is_free = arc % 2 == 0;
  }
}

// One more path along free arcs, breadth first.
bool DisjointPaths::augment(std::uint32_t source, std::uint32_t sink) {
  std::fill(reached_by_.begin(), reached_by_.end(), kUnreached);
  frontier_.assign(1, source);
  for (std::size_t next = 0; next < frontier_.size() && reached_by_[sink] == kUnreached; ++next) {
    for (const std::uint32_t arc : arcs_of_[frontier_[next]]) {
      const std::uint32_t head = arcs_[arc].head;
      if (arcs_[arc].is_free && head != source && reached_by_[head] == kUnreached) {
        reached_by_[head] = arc;
        frontier_.push_back(head);
      }
    }
  }
  if (reached_by_[sink] == kUnreached) {
    return false;
  }
  for (std::uint32_t place = sink; place != source; place = arcs_[reached_by_[place] ^ 1U].head) {
    const std::uint32_t arc = reached_by_[place];
    arcs_[arc].is_free = false;
    arcs_[arc ^ 1U].is_free = true;
  }
  return true;
}

std::uint32_t DisjointPaths::count(CubeLabel from, CubeLabel to, std::uint32_t bound) {
  CALLO_CHECK(from != to);
  reset();
  std::uint32_t paths = 0;
  while (paths < bound && augment(exit(from.value), entrance(to.value))) {
    ++paths;
  }
  return paths;
}

}  // namespace callo::topologies
