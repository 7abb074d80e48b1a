#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "protocol/base/hash.hpp"

namespace callo {

// Which frames were seen lately, so that duplicates stop here. Remembers at least the last
// `capacity` distinct frames and at most twice as many, in at most 64 * capacity bytes; the tables
// grow with what they hold, so that a short life costs little. Two generations of open addressing:
// when the young one is full, the old one is forgotten and the young one becomes old. Every
// insertion is O(1), amortised over that change and the growth.
//
// `salt` differs from node to node: a traitor who grinds content ids cannot pile them up in one
// place of everybody's table.
class SeenFrames {
 public:
  // `capacity` is rounded up to a power of two.
  SeenFrames(std::size_t capacity, std::uint64_t salt);

  // True when `id` is new.
  bool insert(const ContentId& id);
  bool contains(const ContentId& id) const;
  // Everything counts as new again.
  void clear();

  std::size_t capacity() const { return capacity_; }

 private:
  // An all-zero slot is empty. No frame has the all-zero id unless SHA-256 is broken; one that had
  // it would always count as new.
  using Table = std::vector<ContentId>;

  std::size_t slot_of(const Table& table, const ContentId& id) const;
  void make_room();

  std::size_t capacity_;
  Table young_;
  Table old_;
  std::size_t young_count_ = 0;
  std::uint64_t salt_;
};

}  // namespace callo
