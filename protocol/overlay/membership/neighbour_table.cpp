#include "protocol/overlay/membership/neighbour_table.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo {

NeighbourTable::NeighbourTable(const OverlayId& owner, Digits digits, unsigned neighbours_per_entry,
                               OriginLimit limit)
    : owner_{owner}, digits_{digits}, neighbours_per_entry_{neighbours_per_entry}, limit_{limit} {
  CALLO_CHECK(neighbours_per_entry >= 1 && neighbours_per_entry <= 255);
  CALLO_CHECK(limit.per_entry >= 1);
}

NeighbourTable::Added NeighbourTable::add(const Neighbour& node) {
  const unsigned level = level_of(node.id);
  CALLO_CHECK(level < digits_.count());
  if (level >= levels()) {
    // Levels come one at a time and seldom: room for one more, not for twice as many.
    const std::size_t entries = std::size_t{level + 1} * digits_.base();
    counts_.reserve(entries);
    counts_.resize(entries, 0);
    slots_.reserve(entries * neighbours_per_entry_);
    slots_.resize(entries * neighbours_per_entry_);
  }
  const Place at = place(level, digits_.at(node.id, level));
  Neighbour* const first = &slots_[at.slot];
  Neighbour* const end = first + counts_[at.entry];
  if (Neighbour* const known = std::find(first, end, node); known != end) {
    known->in_system = known->in_system || node.in_system;
    return Added::known;
  }
  if (is_full_for({first, end}, node.endpoint)) {
    return Added::full;
  }
  *end = node;
  ++counts_[at.entry];
  ++size_;
  ++changes_;
  return Added::yes;
}

bool NeighbourTable::is_full_for(std::span<const Neighbour> held, EndpointId endpoint) const {
  if (held.size() == neighbours_per_entry_) {
    return true;
  }
  if (!limit_.is_on()) {
    return false;
  }
  const Origin origin = limit_.origins->of(endpoint);
  const auto of_it = std::count_if(held.begin(), held.end(), [&](const Neighbour& node) {
    return limit_.origins->of(node.endpoint) == origin;
  });
  return static_cast<unsigned>(of_it) >= limit_.per_entry;
}

bool NeighbourTable::has_room_for(const Neighbour& node) const {
  return !is_full_for(entry_of(node.id), node.endpoint);
}

bool NeighbourTable::remove(const OverlayId& id) {
  const Neighbour* const found = find(id);
  if (found == nullptr) {
    return false;
  }
  const unsigned level = level_of(id);
  const Place at = place(level, digits_.at(id, level));
  Neighbour* const hole = &slots_[static_cast<std::size_t>(found - slots_.data())];
  std::move(hole + 1, &slots_[at.slot] + counts_[at.entry], hole);
  --counts_[at.entry];
  --size_;
  ++changes_;
  return true;
}

const Neighbour* NeighbourTable::find(const OverlayId& id) const {
  const std::span<const Neighbour> nodes = entry_of(id);
  const auto found = std::find(nodes.begin(), nodes.end(), Neighbour{id, {}, false});
  return found == nodes.end() ? nullptr : &*found;
}

std::span<const Neighbour> NeighbourTable::entry(unsigned level, unsigned digit) const {
  if (level >= levels()) {
    return {};
  }
  const Place at = place(level, digit);
  return std::span{slots_}.subspan(at.slot, counts_[at.entry]);
}

std::span<const Neighbour> NeighbourTable::entry_of(const OverlayId& id) const {
  const unsigned level = level_of(id);
  return level == digits_.count() ? std::span<const Neighbour>{}
                                  : entry(level, digits_.at(id, level));
}

std::vector<Neighbour> NeighbourTable::from_level(unsigned level) const {
  std::vector<Neighbour> nodes;
  nodes.reserve(size_);
  for (unsigned at = level; at < levels(); ++at) {
    for (unsigned digit = 0; digit < digits_.base(); ++digit) {
      const std::span<const Neighbour> held = entry(at, digit);
      nodes.insert(nodes.end(), held.begin(), held.end());
    }
  }
  return nodes;
}

std::size_t NeighbourTable::size_of_level(unsigned level) const {
  std::size_t held = 0;
  for (unsigned digit = 0; level < levels() && digit < digits_.base(); ++digit) {
    held += entry(level, digit).size();
  }
  return held;
}

NeighbourTable::Place NeighbourTable::place(unsigned level, unsigned digit) const {
  const std::size_t entry = std::size_t{level} * digits_.base() + digit;
  return {entry, entry * neighbours_per_entry_};
}

}  // namespace callo
