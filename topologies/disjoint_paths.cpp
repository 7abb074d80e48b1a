#include "topologies/disjoint_paths.hpp"

#include "protocol/base/check.hpp"

namespace callo::topologies {

DisjointPaths::DisjointPaths(Graph graph)
    : arcs_of_(2 * graph.size() + 1),
      gathering_{static_cast<std::uint32_t>(2 * graph.size())},
      reached_by_(2 * graph.size() + 1),
      reached_in_(2 * graph.size() + 1) {
  for (std::uint32_t node = 0; node < graph.size(); ++node) {
    add_arc(entrance(node), exit(node));
    gathering_arc_.push_back(static_cast<std::uint32_t>(arcs_.size()));
    add_arc(exit(node), gathering_);
    for (const CubeLabel neighbour : graph[node]) {
      add_arc(exit(node), entrance(neighbour.value));
    }
  }
  release_gathered();
}

void DisjointPaths::add_arc(std::uint32_t tail, std::uint32_t head) {
  arcs_of_[tail].push_back(static_cast<std::uint32_t>(arcs_.size()));
  arcs_.push_back({head, true});
  arcs_of_[head].push_back(static_cast<std::uint32_t>(arcs_.size()));
  arcs_.push_back({tail, false});
}

void DisjointPaths::gather(CubeLabel node) {
  arcs_[gathering_arc_[node.value]].is_free = true;
}

void DisjointPaths::release_gathered() {
  for (const std::uint32_t arc : gathering_arc_) {
    arcs_[arc].is_free = false;
  }
}

std::uint32_t DisjointPaths::count(CubeLabel from, CubeLabel to, std::uint32_t bound) {
  CALLO_CHECK(from != to);
  return flow(exit(from.value), entrance(to.value), bound);
}

std::uint32_t DisjointPaths::count_to_gathered(CubeLabel from, std::uint32_t bound) {
  CALLO_CHECK(!arcs_[gathering_arc_[from.value]].is_free);
  return flow(exit(from.value), gathering_, bound);
}

std::uint32_t DisjointPaths::flow(std::uint32_t source, std::uint32_t sink, std::uint32_t bound) {
  std::uint32_t paths = 0;
  while (paths < bound && augment(source, sink)) {
    ++paths;
  }
  // Later paths may have turned an arc back: an even number of turns cancels out.
  for (const std::uint32_t arc : turned_) {
    arcs_[arc].is_free = !arcs_[arc].is_free;
    arcs_[arc ^ 1U].is_free = !arcs_[arc ^ 1U].is_free;
  }
  turned_.clear();
  return paths;
}

bool DisjointPaths::augment(std::uint32_t source, std::uint32_t sink) {
  if (!search(source, sink)) {
    return false;
  }
  for (std::uint32_t place = sink; place != source; place = arcs_[reached_by_[place] ^ 1U].head) {
    const std::uint32_t arc = reached_by_[place];
    arcs_[arc].is_free = false;
    arcs_[arc ^ 1U].is_free = true;
    turned_.push_back(arc);
  }
  return true;
}

// Breadth first along free arcs, until the sink is reached.
bool DisjointPaths::search(std::uint32_t source, std::uint32_t sink) {
  ++searches_;
  reached_in_[source] = searches_;
  frontier_.assign(1, source);
  for (std::size_t next = 0; next < frontier_.size(); ++next) {
    for (const std::uint32_t arc : arcs_of_[frontier_[next]]) {
      const std::uint32_t head = arcs_[arc].head;
      if (arcs_[arc].is_free && reached_in_[head] != searches_) {
        reached_in_[head] = searches_;
        reached_by_[head] = arc;
        if (head == sink) {
          return true;
        }
        frontier_.push_back(head);
      }
    }
  }
  return false;
}

}  // namespace callo::topologies
