#include "sim/engine/random_stream.hpp"

#include <array>
#include <cstdlib>
#include <vector>

#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

constexpr Purpose kTest = Purpose::of("test");

}  // namespace

TEST_CASE("random stream: the same five numbers give the same draws, on every machine") {
  RandomStream stream{42, kTest, 7, 9};
  // Fixed once and for all: published digests depend on them.
  const std::array<std::uint64_t, 3> golden{0x58c5a0b078fabbb6, 0x559cd6fa7caf6252,
                                            0xd211400266c5a032};
  for (const std::uint64_t value : golden) {
    CHECK(stream.next() == value);
  }
}

TEST_CASE("random stream: streams that differ in one number have nothing in common") {
  const std::vector<RandomStream> streams{
      {1, kTest, 2, 3}, {2, kTest, 2, 3}, {1, Purpose::of("other"), 2, 3}, {1, kTest, 3, 2},
      {1, kTest, 2, 4}, {1, kTest, 0, 0}, {0, Purpose::of(""), 0, 0}};
  std::vector<std::uint64_t> first;
  for (RandomStream stream : streams) {
    for (int draw = 0; draw < 4; ++draw) {
      first.push_back(stream.next());
    }
  }
  for (std::size_t i = 0; i < first.size(); ++i) {
    for (std::size_t j = i + 1; j < first.size(); ++j) {
      CHECK(first[i] != first[j]);
    }
  }
}

TEST_CASE("random stream: draws below a bound are uniform, also across neighbouring streams") {
  std::array<int, 7> counts{};
  for (std::uint64_t number = 0; number < 70'000; ++number) {
    RandomStream stream{1, kTest, 5, number};
    ++counts[stream.below(7)];
  }
  for (const int count : counts) {
    CHECK(std::abs(count - 10'000) < 500);
  }
}

TEST_CASE("random stream: a range may be one value, or all there are") {
  RandomStream stream{1, kTest};
  CHECK(stream.between(-3, -3) == -3);
  bool below_zero = false;
  bool above_zero = false;
  for (int draw = 0; draw < 100; ++draw) {
    const std::int64_t value = stream.between(INT64_MIN, INT64_MAX);
    below_zero = below_zero || value < 0;
    above_zero = above_zero || value > 0;
    const std::int64_t small = stream.between(-2, 2);
    CHECK((small >= -2 && small <= 2));
  }
  CHECK((below_zero && above_zero));
}

TEST_CASE("random stream: chances are in parts per million") {
  RandomStream stream{1, kTest};
  int hits = 0;
  for (int draw = 0; draw < 100'000; ++draw) {
    CHECK_FALSE(stream.chance(0));
    CHECK(stream.chance(kMillion));
    hits += stream.chance(20'000) ? 1 : 0;
  }
  CHECK(std::abs(hits - 2'000) < 250);
}

TEST_CASE("random stream: exponential draws have their mean, spread and tail") {
  constexpr std::int64_t kMean = 1'000'000;
  constexpr int kDraws = 200'000;
  RandomStream stream{3, kTest};
  std::int64_t sum = 0;
  int beyond_mean = 0;
  int beyond_five = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    const std::int64_t value = stream.exponential(kMean);
    CHECK(value >= 0);
    sum += value;
    beyond_mean += value > kMean ? 1 : 0;
    beyond_five += value > 5 * kMean ? 1 : 0;
  }
  CHECK(std::abs(sum / kDraws - kMean) < 10'000);
  CHECK(std::abs(beyond_mean - 73'576) < 1'000);  // e^-1
  CHECK(std::abs(beyond_five - 1'348) < 180);     // e^-5
  CHECK(stream.exponential(0) == 0);
}

TEST_CASE("random stream: normal draws have their mean and deviation") {
  constexpr int kDraws = 200'000;
  RandomStream stream{4, kTest};
  std::int64_t sum = 0;
  int within_one = 0;
  for (int draw = 0; draw < kDraws; ++draw) {
    const std::int64_t value = stream.normal(500, 10'000);
    sum += value;
    within_one += std::abs(value - 500) <= 10'000 ? 1 : 0;
  }
  CHECK(std::abs(sum / kDraws - 500) < 100);
  CHECK(std::abs(within_one - 136'500) < 1'500);
}

}  // namespace callo::sim
