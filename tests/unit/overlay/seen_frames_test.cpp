#include "protocol/overlay/seen_frames.hpp"

#include <algorithm>

#include "tests/support/catch.hpp"

namespace callo {

TEST_CASE("seen_frames: a frame is new once when it comes again and again", "[unit]") {
  SeenFrames seen{8, 1};
  CHECK_FALSE(seen.contains({1, 2}));
  CHECK(seen.insert({1, 2}));
  CHECK_FALSE(seen.insert({1, 2}));
  CHECK(seen.contains({1, 2}));
  CHECK(seen.insert({1, 3}));
  CHECK(seen.insert({2, 2}));
}

TEST_CASE("seen_frames: the last `capacity` distinct frames are remembered whatever came before",
          "[unit]") {
  constexpr std::uint64_t kCapacity = 64;
  SeenFrames seen{kCapacity, 99};
  REQUIRE(seen.capacity() == kCapacity);
  for (std::uint64_t number = 1; number <= 10'000; ++number) {
    REQUIRE(seen.insert({number, 0}));
    // A duplicate of something old neither counts as new nor pushes anything out.
    REQUIRE_FALSE(seen.insert({number, 0}));
    for (std::uint64_t back = 0; back < std::min(kCapacity, number); ++back) {
      REQUIRE(seen.contains({number - back, 0}));
    }
    if (number > 2 * kCapacity) {
      REQUIRE_FALSE(seen.contains({number - 2 * kCapacity, 0}));
    }
  }
}

TEST_CASE("seen_frames: the capacity is rounded up to a power of two", "[unit]") {
  CHECK(SeenFrames(1, 0).capacity() == 1);
  CHECK(SeenFrames(100, 0).capacity() == 128);
}

TEST_CASE("seen_frames: tables of another salt give the same answers", "[unit]") {
  SeenFrames one{32, 1};
  SeenFrames other{32, 0xdeadbeef};
  for (std::uint64_t number = 0; number < 1'000; ++number) {
    const ContentId id{number * number % 97 + 1, number % 5};
    REQUIRE(one.insert(id) == other.insert(id));
  }
}

}  // namespace callo
