#pragma once

#include <cstdint>
#include <vector>

#include "topologies/graph_measures.hpp"

namespace callo::topologies {

// Counts paths that share no node but their ends: unit-capacity maximum flow with every node split
// into an entrance and an exit (Menger). One object answers many questions about one graph; a
// question costs what its searches touch, not the size of the graph.
class DisjointPaths {
 public:
  explicit DisjointPaths(Graph graph);

  // Between two nodes that are not linked. Stops counting at `bound`.
  std::uint32_t count(CubeLabel from, CubeLabel to, std::uint32_t bound);

  // From a node to different gathered ones. Stops counting at `bound`.
  void gather(CubeLabel node);
  void release_gathered();
  std::uint32_t count_to_gathered(CubeLabel from, std::uint32_t bound);

 private:
  struct Arc {
    std::uint32_t head{};
    bool is_free{};
  };

  static constexpr std::uint32_t entrance(std::uint32_t node) { return 2 * node; }

  static constexpr std::uint32_t exit(std::uint32_t node) { return 2 * node + 1; }

  void add_arc(std::uint32_t tail, std::uint32_t head);
  std::uint32_t flow(std::uint32_t source, std::uint32_t sink, std::uint32_t bound);
  bool augment(std::uint32_t source, std::uint32_t sink);
  bool search(std::uint32_t source, std::uint32_t sink);

  std::vector<std::vector<std::uint32_t>> arcs_of_;  // by tail: indices into arcs_
  std::vector<Arc> arcs_;                            // arc 2i and its reverse 2i + 1
  std::uint32_t gathering_;                          // a place that gathered nodes lead to
  std::vector<std::uint32_t> gathering_arc_;         // by node
  std::vector<std::uint32_t> reached_by_;            // arc by which a search came,
  std::vector<std::uint64_t> reached_in_;            // and in which search
  std::uint64_t searches_ = 0;
  std::vector<std::uint32_t> frontier_;
  std::vector<std::uint32_t> turned_;  // arcs that carry the paths counted so far
};

}  // namespace callo::topologies
