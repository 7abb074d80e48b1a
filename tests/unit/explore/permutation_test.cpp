#include "sim/explore/permutation.hpp"

#include <set>

#include "tests/support/catch.hpp"

namespace callo::sim {

TEST_CASE("permutation: counting through it visits every index once", "[explore]") {
  for (const std::uint64_t size : {1u, 2u, 3u, 16u, 17u, 1'000u, 4'097u}) {
    for (const std::uint64_t key : {0u, 7u}) {
      const Permutation permutation{size, key};
      std::set<std::uint64_t> seen;
      for (std::uint64_t index = 0; index < size; ++index) {
        const auto image = static_cast<std::uint64_t>(permutation.at(index));
        CHECK(image < size);
        seen.insert(image);
      }
      CHECK(seen.size() == size);
    }
  }
}

TEST_CASE("permutation: its order depends on the key and is not the order of counting",
          "[explore]") {
  const Permutation one{1'000, 1};
  const Permutation other{1'000, 2};
  int fixed = 0;
  int equal = 0;
  for (std::uint64_t index = 0; index < 1'000; ++index) {
    fixed += one.at(index) == index ? 1 : 0;
    equal += one.at(index) == other.at(index) ? 1 : 0;
  }
  // One fixed point is expected of a random permutation; more than 12 happen once in 10^10 keys.
  CHECK(fixed <= 12);
  CHECK(equal <= 12);
}

TEST_CASE("permutation: ranges beyond 64 bits", "[explore]") {
  const WideIndex size = (WideIndex{1} << 100) + 12'345;
  const Permutation permutation{size, 3};
  std::set<WideIndex> seen;
  bool is_wide = false;
  for (std::uint64_t index = 0; index < 1'000; ++index) {
    const WideIndex image = permutation.at(index);
    CHECK(image < size);
    is_wide = is_wide || (image >> 64) != 0;
    seen.insert(image);
  }
  CHECK(seen.size() == 1'000);
  CHECK(is_wide);
}

}  // namespace callo::sim
