#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <utility>

#include "protocol/base/check.hpp"
#include "sim/engine/sim_time.hpp"

namespace callo::sim {

// What a processor or a disk was given and has not finished, in the order in which it will be. When
// its speed changes, what is left of everything takes as much longer or shorter.
template <typename Item>
class Backlog {
 public:
  // Requires done_at >= idle_at().
  void add(SimTime done_at, Item item) {
    CALLO_CHECK(done_at >= idle_at_);
    idle_at_ = done_at;
    entries_.push_back({done_at, std::move(item)});
  }

  bool is_empty() const { return entries_.empty(); }

  // When it has nothing to do any more; in the past if that is so already.
  SimTime idle_at() const { return idle_at_; }

  // The oldest.
  Item take() {
    CALLO_CHECK(!entries_.empty());
    Item item = std::move(entries_.front().item);
    entries_.pop_front();
    return item;
  }

  // What took `from` takes `to` from now on. Calls `announce(done_at)` for everything that is left.
  template <typename Announce>
  void change_speed(SimTime now, std::uint32_t from, std::uint32_t to, Announce announce) {
    const auto stretched = [&](SimTime time) {
      return time <= now ? time : now + (time - now) * std::int64_t{to} / std::int64_t{from};
    };
    idle_at_ = stretched(idle_at_);
    for (Entry& entry : entries_) {
      entry.done_at = stretched(entry.done_at);
      announce(std::max(now, entry.done_at));
    }
  }

  void clear() {
    entries_.clear();
    idle_at_ = {};
  }

 private:
  struct Entry {
    SimTime done_at;
    Item item;
  };

  std::deque<Entry> entries_;  // oldest first
  SimTime idle_at_{};
};

}  // namespace callo::sim
