#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "protocol/overlay/membership/neighbour_table.hpp"

namespace callo {

// Neighbours by id, ascending, in one piece of memory. Peers make it grow, so it has a limit.
class NeighbourSet {
 public:
  explicit NeighbourSet(std::size_t limit) : limit_{limit} {}

  // Puts a node in, or its newest endpoint. False when it is new and there is no room.
  bool insert(const Neighbour& node);
  // False when it was not there.
  bool erase(const OverlayId& id);

  const Neighbour* find(const OverlayId& id) const;

  std::span<const Neighbour> nodes() const { return nodes_; }

  std::size_t size() const { return nodes_.size(); }

  bool empty() const { return nodes_.empty(); }

  // Gives the nodes away and is empty afterwards.
  std::vector<Neighbour> take();

 private:
  std::size_t limit_;
  std::vector<Neighbour> nodes_;
};

}  // namespace callo
