#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "protocol/base/check.hpp"

namespace callo::sim {

// Monotone priority queue (Ahuja, Mehlhorn, Orlin, Tarjan, J. ACM 37(2), 1990) in base 64: what is
// pushed is never below what was popped last, which holds for simulated time. An entry lies at the
// level of the highest base-64 digit in which its key differs from a base that no key is below, in
// the bucket of that digit. Popping moves an entry down at most 10 times.
//
// The lowest bucket, once it is short, is not spread any further but sorted into the run, from
// which entries come out in sequence: the last levels would each hold a handful, and what comes
// next is known in time to fetch what it needs. What is pushed into the range of an open run is
// inserted there; a run that grows too long for that goes back into its bucket.
//
// Entries of equal keys come out in the order they went in: they always share a bucket or the run,
// and every move keeps the order.
class RadixHeap {
 public:
  struct Entry {
    std::uint64_t key;
    std::uint64_t value;
  };

  bool empty() const { return size_ == 0; }

  std::size_t size() const { return size_; }

  // Contract: the key is not below the one popped last and below 2^63, as every date is.
  void push(std::uint64_t key, std::uint64_t value) {
    CALLO_CHECK(key >= last_);
    ++size_;
    if (key < run_end_) {
      insert(key, value);
      return;
    }
    place(key, value);
    if (known_ && key < smallest_.key) {
      smallest_ = {key, value};
    }
  }

  // The entry that pop would return. Contract: not empty. Changes nothing that can be seen: what is
  // pushed next may still be smaller.
  const Entry& peek() {
    if (front_ != run_.size()) {
      return run_[front_];
    }
    if (!known_) {
      smallest_ = smallest_of(bucket(lowest_bucket()));
      known_ = true;
    }
    return smallest_;
  }

  // Those that will come out next, in their order, as far as they are known; more may come between.
  std::span<const Entry> coming() const { return std::span{run_}.subspan(front_); }

  // Contract: not empty.
  Entry pop() {
    if (front_ == run_.size()) {
      open_run();
    }
    --size_;
    const Entry entry = run_[front_++];
    last_ = entry.key;
    return entry;
  }

  // Every entry, in no particular order.
  template <typename Visit>
  void for_each(Visit&& visit) const {
    std::for_each(run_.begin() + static_cast<std::ptrdiff_t>(front_), run_.end(), visit);
    for (const Bucket& bucket : buckets_) {
      std::for_each(bucket.begin(), bucket.end(), visit);
    }
  }

 private:
  using Bucket = std::vector<Entry>;
  static constexpr unsigned kDigitBits = 6;
  static constexpr std::size_t kDigits = 64;
  static constexpr std::size_t kLevels = 11;
  // A longer bucket is spread first; and so far may an insertion into the run reach.
  static constexpr std::size_t kRunMax = 512;
  // So many are sorted by insertion alone.
  static constexpr std::size_t kFew = 16;

  struct Place {
    std::size_t level;
    std::size_t digit;
  };

  Bucket& bucket(Place place) { return buckets_[place.level * kDigits + place.digit]; }

  // Key and value one by one: an entry passed in memory would be copied before it is written.
  void place(std::uint64_t key, std::uint64_t value) {
    const auto width = static_cast<unsigned>(std::bit_width((key ^ base_) | 1));
    const std::size_t level = (width - 1) / kDigitBits;
    const std::size_t digit = (key >> (kDigitBits * level)) % kDigits;
    occupied_[level] |= std::uint64_t{1} << digit;
    bucket({level, digit}).push_back({key, value});
  }

  // Contract: not all buckets are empty.
  Place lowest_bucket() const {
    std::size_t level = 0;
    while (occupied_[level] == 0) {
      ++level;
    }
    return {level, static_cast<std::size_t>(std::countr_zero(occupied_[level]))};
  }

  // The first of the smallest: what comes out first among equals.
  static const Entry& smallest_of(const Bucket& bucket) {
    return *std::min_element(bucket.begin(), bucket.end(),
                             [](const Entry& a, const Entry& b) { return a.key < b.key; });
  }

  // Contract: the run is empty, the buckets are not.
  void open_run() {
    Place lowest = lowest_bucket();
    while (bucket(lowest).size() > kRunMax && lowest.level > 0) {
      descend(lowest);
      lowest = lowest_bucket();
    }
    Bucket& short_bucket = bucket(lowest);
    run_end_ = end_of(lowest.level, short_bucket.front().key);
    front_ = 0;
    known_ = false;
    run_.clear();
    // Of one key, it is in order.
    if (lowest.level == 0) {
      run_.swap(short_bucket);
    } else {
      sort_into_run(short_bucket, lowest.level);
    }
    empty_bucket(lowest);
  }

  // By the next digit first, which leaves little for the insertion to do.
  void sort_into_run(const Bucket& bucket, std::size_t level) {
    run_ = bucket;
    if (bucket.size() > kFew) {
      spread_over_run(bucket, kDigitBits * static_cast<unsigned>(level - 1));
    }
    for (std::size_t i = 1; i < run_.size(); ++i) {
      sink(i);
    }
  }

  // Sorts by the digit at this shift: counts each, and gives each its part of the run.
  void spread_over_run(const Bucket& bucket, unsigned shift) {
    std::array<std::uint32_t, kDigits + 1> places{};
    for (const Entry& entry : bucket) {
      ++places[(entry.key >> shift) % kDigits + 1];
    }
    for (std::size_t digit = 1; digit < kDigits; ++digit) {
      places[digit] += places[digit - 1];
    }
    for (const Entry& entry : bucket) {
      run_[places[(entry.key >> shift) % kDigits]++] = entry;
    }
  }

  // To its place among those before it, behind those of its key.
  void sink(std::size_t index) {
    const Entry entry = run_[index];
    std::size_t hole = index;
    for (; hole > front_ && run_[hole - 1].key > entry.key; --hole) {
      run_[hole] = run_[hole - 1];
    }
    if (hole != index) {
      run_[hole] = entry;
    }
  }

  // The first key beyond the bucket of this key at this level.
  static std::uint64_t end_of(std::size_t level, std::uint64_t key) {
    const std::uint64_t width = std::uint64_t{1} << (kDigitBits * level);
    const std::uint64_t end = (key & ~(width - 1)) + width;
    CALLO_CHECK(end > key);
    return end;
  }

  // Spreads the lowest occupied bucket over the levels below it.
  void descend(Place place) {
    Bucket& from = bucket(place);
    base_ = from.front().key >> (kDigitBits * place.level) << (kDigitBits * place.level);
    for (const Entry& entry : from) {
      this->place(entry.key, entry.value);
    }
    empty_bucket(place);
  }

  // Contract: the lowest occupied bucket of its level.
  void empty_bucket(Place place) {
    bucket(place).clear();
    occupied_[place.level] &= occupied_[place.level] - 1;
  }

  void insert(std::uint64_t key, std::uint64_t value) {
    if (front_ > run_.size() / 2) {
      run_.erase(run_.begin(), run_.begin() + static_cast<std::ptrdiff_t>(front_));
      front_ = 0;
    }
    if (run_.size() - front_ >= kRunMax && key < run_.back().key) {
      close_run();
      place(key, value);
    } else {
      run_.push_back({key, value});
      sink(run_.size() - 1);
    }
  }

  // All of it goes back into the bucket that it came from, which will be spread.
  void close_run() {
    for (const Entry& entry : coming()) {
      place(entry.key, entry.value);
    }
    run_.clear();
    front_ = 0;
    run_end_ = 0;
    known_ = false;
  }

  std::uint64_t last_ = 0;  // popped
  std::uint64_t base_ = 0;
  Entry smallest_{};
  bool known_ = false;  // whether smallest_ is the smallest entry of the buckets
  std::size_t size_ = 0;
  std::vector<Entry> run_;  // sorted; entries before front_ are gone already
  std::size_t front_ = 0;
  std::uint64_t run_end_ = 0;  // entries of keys below it belong to the run; 0: to the buckets
  std::array<std::uint64_t, kLevels> occupied_{};
  std::array<Bucket, kLevels * kDigits> buckets_;
};

}  // namespace callo::sim
