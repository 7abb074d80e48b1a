#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <utility>

namespace callo {

// Remembers values by key, up to a total weight; the oldest go first.
template <typename Key, typename Value>
class BoundedMemory {
 public:
  explicit BoundedMemory(std::size_t weight_max) : weight_max_{weight_max} {}

  // Null when unknown; valid until the next call that changes the memory.
  const Value* find(const Key& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? nullptr : &found->second.value;
  }

  // A key that is there already keeps its value and its age.
  void remember(const Key& key, Value value, std::size_t weight) {
    if (weight > weight_max_ || !values_.try_emplace(key, Held{std::move(value), weight}).second) {
      return;
    }
    weight_ += weight;
    order_.push_back(key);
    while (weight_ > weight_max_) {
      const auto oldest = values_.find(order_.front());
      weight_ -= oldest->second.weight;
      values_.erase(oldest);
      order_.pop_front();
    }
  }

  void clear() {
    values_.clear();
    order_.clear();
    weight_ = 0;
  }

  std::size_t size() const { return values_.size(); }

 private:
  struct Held {
    Value value;
    std::size_t weight;
  };

  std::map<Key, Held> values_;
  std::deque<Key> order_;
  std::size_t weight_ = 0;
  std::size_t weight_max_;
};

}  // namespace callo
