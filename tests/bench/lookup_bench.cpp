#include <algorithm>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "tests/support/routing_world.hpp"

namespace callo {

namespace {

constexpr std::uint32_t kSourcesMax = 16;
constexpr unsigned kDimensionsMax = 14;

// Lookups of every node of the full cube from some nodes (all look alike), each with all its
// questions and answers as the machines take them; no network. The counters are exact.
void full_cube(benchmark::State& state) {
  const auto dimensions = static_cast<unsigned>(state.range(0));
  test::RoutingWorld world = test::RoutingWorld::cube(dimensions);
  test::SmallRandom random{1};
  std::uint64_t lookups = 0;
  std::uint64_t hops = 0;
  unsigned hops_max = 0;
  std::vector<std::uint64_t> over(dimensions + 1, 0);
  for (auto unused : state) {
    static_cast<void>(unused);
    for (std::uint32_t source = 0; source < std::min(world.size(), kSourcesMax); ++source) {
      const auto from = static_cast<std::uint32_t>(random.below(world.size()));
      for (std::uint32_t to = 0; to < world.size(); ++to) {
        const auto outcome = world.look_up(from, world.id(to), {1, 1, 1, true});
        if (!outcome.found) {
          state.SkipWithError("a node was not found");
          return;
        }
        ++lookups;
        hops += outcome.hops;
        hops_max = std::max(hops_max, outcome.hops);
        over.resize(std::max<std::size_t>(over.size(), outcome.hops + 1U), 0);
        ++over[outcome.hops];
      }
    }
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(lookups));
  state.counters["hops_mean"] = static_cast<double>(hops) / static_cast<double>(lookups);
  state.counters["hops_max"] = hops_max;
  // Every program's first benchmark names all columns that a CSV has.
  for (unsigned number = 0; number <= kDimensionsMax; ++number) {
    state.counters["over_" + std::to_string(number)] =
        number < over.size() ? static_cast<double>(over[number]) : 0.0;
  }
  state.counters["ns_per_hop"] = benchmark::Counter(
      static_cast<double>(hops), benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(full_cube)->DenseRange(4, kDimensionsMax)->Iterations(1)->Unit(benchmark::kMillisecond);

// Ids are hashes and tables hold K neighbours an entry, as in a network that has grown.
void hashed_ids(benchmark::State& state) {
  const auto base = static_cast<unsigned>(state.range(0));
  test::RoutingWorld world = test::RoutingWorld::consistent(2'000, base, 3, 1);
  test::SmallRandom random{2};
  std::uint64_t hops = 0;
  for (auto unused : state) {
    static_cast<void>(unused);
    const auto from = static_cast<std::uint32_t>(random.below(world.size()));
    const auto to = static_cast<std::uint32_t>(random.below(world.size()));
    hops += world.look_up(from, world.id(to), {3, 1, 3, true}).hops;
  }
  state.counters["hops_mean"] = static_cast<double>(hops) / static_cast<double>(state.iterations());
}

BENCHMARK(hashed_ids)->Arg(2)->Arg(4)->Arg(16)->Iterations(20'000);

}  // namespace

}  // namespace callo

BENCHMARK_MAIN();
