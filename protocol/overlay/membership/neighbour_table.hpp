#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/overlay/membership/origin.hpp"
#include "protocol/overlay/membership/overlay_id.hpp"

namespace callo {

// Another node, as far as it is known.
struct Neighbour {
  OverlayId id;
  EndpointId endpoint;
  bool in_system{};  // its join is over

  friend bool operator==(const Neighbour& a, const Neighbour& b) { return a.id == b.id; }
};

// The neighbours of one node x (Lam and Liu, TR-03-13). Entry (i, j) is for the nodes whose ids end
// in j x[i-1] ... x[0], and holds up to K of them: K-consistent is a network in which every entry
// of every node holds min(K, as many as there are). The entries (i, x[i]) stand for x itself and
// the levels above i, and hold nothing.
class NeighbourTable {
 public:
  enum class Added : std::uint8_t { yes, known, full };

  // Contract: neighbours_per_entry in 1..255. With a limit an entry holds fewer than K where more
  // would be of one origin; at least one, so that paths are as long as without.
  NeighbourTable(const OverlayId& owner, Digits digits, unsigned neighbours_per_entry,
                 OriginLimit limit = {});

  const OverlayId& owner() const { return owner_; }

  const Digits& digits() const { return digits_; }

  // The level at which a node stands in this table: the digits it shares with the owner.
  unsigned level_of(const OverlayId& id) const { return digits_.common_suffix(owner_, id); }

  // Whether add() would not be in vain: its entry is not full, and not of its origin.
  bool has_room_for(const Neighbour& node) const;

  // Puts a node where it belongs, if there is room. A known one keeps its place; it is marked as in
  // the system once it is. Contract: not the owner.
  Added add(const Neighbour& node);
  // False when it was not there.
  bool remove(const OverlayId& id);

  const Neighbour* find(const OverlayId& id) const;

  // Levels that may hold somebody.
  unsigned levels() const { return static_cast<unsigned>(counts_.size()) / digits_.base(); }

  // In the order in which they came; empty above levels().
  std::span<const Neighbour> entry(unsigned level, unsigned digit) const;

  // The entry in which this node has or would have its place.
  std::span<const Neighbour> entry_of(const OverlayId& id) const;

  // From `level` upwards, by level and digit.
  std::vector<Neighbour> from_level(unsigned level) const;

  std::size_t size() const { return size_; }

  // Grows whenever somebody comes in or is removed.
  std::uint64_t changes() const { return changes_; }

  std::size_t size_of_level(unsigned level) const;

  unsigned neighbours_per_entry() const { return neighbours_per_entry_; }

  const OriginLimit& origin_limit() const { return limit_; }

 private:
  struct Place {
    std::size_t entry;
    std::size_t slot;  // the first of the entry
  };

  Place place(unsigned level, unsigned digit) const;
  bool is_full_for(std::span<const Neighbour> held, EndpointId endpoint) const;

  OverlayId owner_;
  Digits digits_;
  unsigned neighbours_per_entry_;
  OriginLimit limit_;
  std::size_t size_ = 0;
  std::uint64_t changes_ = 0;
  std::vector<std::uint8_t> counts_;  // by entry
  std::vector<Neighbour> slots_;      // neighbours_per_entry_ for each entry
};

}  // namespace callo
