#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "protocol/base/check.hpp"

namespace callo::sim {

// Monotone priority queue (Ahuja, Mehlhorn, Orlin, Tarjan, J. ACM 37(2), 1990) in base 64: what is
// pushed is never below what was popped last, which holds for simulated time. An entry lies at the
// level of the highest base-64 digit in which its key differs from the last popped key, in the
// bucket of that digit. Popping moves an entry down at most 11 times.
//
// Entries of equal keys come out in the order they went in: they always share a bucket, and every
// move keeps the order within a bucket.
class RadixHeap {
 public:
  struct Entry {
    std::uint64_t key;
    std::uint64_t value;
  };

  bool empty() const { return size_ == 0; }

  std::size_t size() const { return size_; }

  // Contract: key >= the key popped last.
  void push(std::uint64_t key, std::uint64_t value) {
    CALLO_CHECK(key >= last_);
    const Entry entry{key, value};
    place(entry);
    if (size_ == 0 || (known_ && key < smallest_.key)) {
      smallest_ = entry;
      known_ = true;
    }
    ++size_;
  }

  // The entry that pop would return. Contract: not empty. Changes nothing that can be seen: what is
  // pushed next may still be smaller.
  const Entry& peek() {
    if (!known_) {
      smallest_ = find_smallest();
      known_ = true;
    }
    return smallest_;
  }

  // Contract: not empty. `moved(value)` is called for entries that will come out soon.
  template <typename Moved>
  Entry pop(Moved&& moved) {
    --size_;
    if (occupied_[0] == 0) {
      std::size_t level = 0;
      Bucket& lowest = lowest_bucket(level);
      if (lowest.size() == 1) {
        return pop_only(lowest, level);
      }
      descend(lowest, level, moved);
    }
    return pop_first();
  }

  Entry pop() {
    return pop([](std::uint64_t) {});
  }

  // Every entry, in no particular order.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    for (std::size_t i = 0; i < buckets_.size(); ++i) {
      for (std::size_t j = i == front_bucket_ ? front_ : 0; j < buckets_[i].size(); ++j) {
        visit(buckets_[i][j]);
      }
    }
  }

 private:
  using Bucket = std::vector<Entry>;
  static constexpr unsigned kDigitBits = 6;
  static constexpr std::size_t kDigits = 64;
  static constexpr std::size_t kLevels = 11;
  // Entries of a bucket of so many come out before what is fetched for them leaves the cache.
  static constexpr std::size_t kSoon = 256;

  static std::size_t digit_of(std::uint64_t key, std::size_t level) {
    return static_cast<std::size_t>(key >> (kDigitBits * level)) & (kDigits - 1);
  }

  void place(const Entry& entry) {
    const std::uint64_t difference = entry.key ^ last_;
    const auto level =
        difference == 0 ? 0 : static_cast<std::size_t>(std::bit_width(difference) - 1) / kDigitBits;
    const std::size_t digit = digit_of(entry.key, level);
    buckets_[level * kDigits + digit].push_back(entry);
    occupied_[level] |= std::uint64_t{1} << digit;
  }

  Bucket& lowest_bucket(std::size_t& level) {
    level = 1;
    while (occupied_[level] == 0) {
      ++level;
    }
    return buckets_[level * kDigits + static_cast<std::size_t>(std::countr_zero(occupied_[level]))];
  }

  // The first of the smallest: what comes out first among equals.
  static const Entry& smallest_of(const Bucket& bucket) {
    const Entry* smallest = &bucket.front();
    for (const Entry& entry : bucket) {
      if (entry.key < smallest->key) {
        smallest = &entry;
      }
    }
    return *smallest;
  }

  Entry find_smallest() {
    if (occupied_[0] != 0) {
      const auto digit = static_cast<std::size_t>(std::countr_zero(occupied_[0]));
      return buckets_[digit][digit == front_bucket_ ? front_ : 0];
    }
    std::size_t level = 0;
    return smallest_of(lowest_bucket(level));
  }

  Entry pop_first() {
    const auto digit = static_cast<std::size_t>(std::countr_zero(occupied_[0]));
    Bucket& bucket = buckets_[digit];
    front_bucket_ = digit;
    const Entry entry = bucket[front_++];
    last_ = entry.key;
    known_ = false;
    if (front_ == bucket.size()) {
      front_ = 0;
      empty_bucket(bucket, 0);
    }
    return entry;
  }

  // The only entry of the lowest bucket need not go through the levels below.
  Entry pop_only(Bucket& bucket, std::size_t level) {
    const Entry entry = bucket.front();
    last_ = entry.key;
    known_ = false;
    empty_bucket(bucket, level);
    return entry;
  }

  // Contract: the lowest occupied bucket of its level.
  void empty_bucket(Bucket& bucket, std::size_t level) {
    bucket.clear();
    occupied_[level] &= occupied_[level] - 1;
  }

  // Spreads the lowest occupied bucket over the levels below it.
  template <typename Moved>
  void descend(Bucket& bucket, std::size_t level, Moved&& moved) {
    last_ = known_ ? smallest_.key : smallest_of(bucket).key;
    const bool is_soon = bucket.size() <= kSoon;
    for (const Entry& entry : bucket) {
      place(entry);
      if (is_soon) {
        moved(entry.value);
      }
    }
    empty_bucket(bucket, level);
  }

  std::uint64_t last_ = 0;
  Entry smallest_{};
  bool known_ = false;  // whether smallest_ is the smallest entry
  std::size_t size_ = 0;
  // A bucket of level 0 holds one key and is emptied from its front: entries before front_ of
  // front_bucket_ are gone already.
  std::size_t front_ = 0;
  std::size_t front_bucket_ = 0;
  std::array<std::uint64_t, kLevels> occupied_{};
  std::array<Bucket, kLevels * kDigits> buckets_;
};

}  // namespace callo::sim
