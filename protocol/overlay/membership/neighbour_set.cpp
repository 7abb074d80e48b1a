#include "protocol/overlay/membership/neighbour_set.hpp"

#include <algorithm>
#include <utility>

#include "protocol/overlay/membership/slow_growth.hpp"

namespace callo {

namespace {

bool is_before(const Neighbour& node, const OverlayId& id) {
  return node.id < id;
}

}  // namespace

bool NeighbourSet::insert(const Neighbour& node) {
  const auto at = std::lower_bound(nodes_.begin(), nodes_.end(), node.id, is_before);
  if (at != nodes_.end() && at->id == node.id) {
    *at = node;
    return true;
  }
  if (nodes_.size() == limit_) {
    return false;
  }
  const auto place = at - nodes_.begin();
  reserve_one_more(nodes_);
  nodes_.insert(nodes_.begin() + place, node);
  return true;
}

bool NeighbourSet::erase(const OverlayId& id) {
  const auto at = std::lower_bound(nodes_.begin(), nodes_.end(), id, is_before);
  if (at == nodes_.end() || at->id != id) {
    return false;
  }
  nodes_.erase(at);
  return true;
}

const Neighbour* NeighbourSet::find(const OverlayId& id) const {
  const auto at = std::lower_bound(nodes_.begin(), nodes_.end(), id, is_before);
  return at == nodes_.end() || at->id != id ? nullptr : &*at;
}

std::vector<Neighbour> NeighbourSet::take() {
  return std::exchange(nodes_, {});
}

}  // namespace callo
