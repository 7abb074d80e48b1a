#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <utility>

namespace callo::sim {

// A map that forgets its oldest keys, so that a long run (or another traitor's made-up heights)
// cannot make it grow.
template <typename Key, typename Value>
class RecentMap {
 public:
  explicit RecentMap(std::size_t size_max) : size_max_{size_max} {}

  const Value* find(const Key& key) const {
    const auto found = entries_.find(key);
    return found == entries_.end() ? nullptr : &found->second;
  }

  // The entry of `key`, a new one if there is none. Valid until the next call.
  Value& at(const Key& key) {
    const auto [entry, is_new] = entries_.try_emplace(key);
    if (is_new) {
      order_.push_back(key);
      if (order_.size() > size_max_) {
        entries_.erase(order_.front());
        order_.pop_front();
      }
    }
    return entry->second;
  }

  std::size_t size() const { return entries_.size(); }

 private:
  std::size_t size_max_;
  std::map<Key, Value> entries_;
  std::deque<Key> order_;
};

}  // namespace callo::sim
