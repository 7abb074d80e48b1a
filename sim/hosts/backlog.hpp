#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

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

  bool is_empty() const { return taken_ == entries_.size(); }

  // When it has nothing to do any more; in the past if that is so already.
  SimTime idle_at() const { return idle_at_; }

  // The oldest.
  Item take() {
    CALLO_CHECK(!is_empty());
    Item item = std::move(entries_[taken_++].item);
    if (taken_ == entries_.size()) {
      entries_.clear();
      taken_ = 0;
    } else if (taken_ >= kTakenMax && 2 * taken_ >= entries_.size()) {
      entries_.erase(entries_.begin(), entries_.begin() + static_cast<std::ptrdiff_t>(taken_));
      taken_ = 0;
    }
    return item;
  }

  // What took `from` takes `to` from now on. Calls `announce(done_at)` for everything that is left.
  template <typename Announce>
  void change_speed(SimTime now, std::uint32_t from, std::uint32_t to, Announce announce) {
    const auto stretched = [&](SimTime time) {
      return time <= now ? time : now + (time - now) * std::int64_t{to} / std::int64_t{from};
    };
    idle_at_ = stretched(idle_at_);
    for (std::size_t index = taken_; index < entries_.size(); ++index) {
      Entry& entry = entries_[index];
      entry.done_at = stretched(entry.done_at);
      announce(std::max(now, entry.done_at));
    }
  }

  void clear() {
    entries_.clear();
    taken_ = 0;
    idle_at_ = {};
  }

 private:
  static constexpr std::size_t kTakenMax = 32;  // before the front is cut off

  struct Entry {
    SimTime done_at;
    Item item;
  };

  // No deque: of a hundred thousand nodes most never have a backlog, and an empty deque holds half
  // a kilobyte.
  std::vector<Entry> entries_;  // oldest first
  std::size_t taken_ = 0;       // from their front
  SimTime idle_at_{};
};

}  // namespace callo::sim
