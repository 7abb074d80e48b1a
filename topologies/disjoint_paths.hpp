#pragma once

#include <cstdint>
#include <vector>

#include "topologies/graph_measures.hpp"

namespace callo::topologies {

// Counts paths between two nodes that share no other node: unit-capacity maximum flow with every
// node split into an entrance and an exit (Menger; Even, "An algorithm for determining whether the
// connectivity of a graph is at least k", SIAM J. Computing 4(3), 1975). One object serves many
// questions about one graph without allocating again.
class DisjointPaths {
 public:
  explicit DisjointPaths(Graph graph);

  // Requires two nodes that are not linked. Stops counting at `bound`.
  std::uint32_t count(CubeLabel from, CubeLabel to, std::uint32_t bound);

 private:
  struct Arc {
    std::uint32_t head{};
    bool is_free{};
  };

  static constexpr std::uint32_t entrance(std::uint32_t node) { return 2 * node; }

  static constexpr std::uint32_t exit(std::uint32_t node) { return 2 * node + 1; }

  void add_arc(std::uint32_t tail, std::uint32_t head);
  void reset();
  bool augment(std::uint32_t source, std::uint32_t sink);

  std::vector<std::vector<std::uint32_t>> arcs_of_;  // by tail: indices into arcs_
  std::vector<Arc> arcs_;                            // arc 2i and its reverse 2i + 1
  std::vector<std::uint32_t> reached_by_;            // arc by which the search came
  std::vector<std::uint32_t> frontier_;
};

}  // namespace callo::topologies
