#pragma once

#include <cstdint>

namespace callo::sim {

__extension__ using WideIndex = unsigned __int128;

// A permutation of [0, size) without a table: a Feistel network over the least even number of bits
// that holds the range, walked until it is back inside (Black and Rogaway, CT-RSA 2002, the
// generalised Feistel cipher with cycle walking). Counting through it visits every index once, in
// an order that looks like chance.
class Permutation {
 public:
  // Contract: 0 < size <= 2^126.
  Permutation(WideIndex size, std::uint64_t key);

  // Contract: index < size. Takes two steps of walking on average, four at most on average for the
  // worst size.
  WideIndex at(WideIndex index) const;

 private:
  WideIndex once(WideIndex index) const;

  WideIndex size_;
  std::uint64_t key_;
  unsigned half_bits_;
};

}  // namespace callo::sim
