// Many short runs in one process, as exploring does: four nodes, every kind of fault and traitor,
// every checker, set-up and tear-down included. CPU time of one core; see README.md.
#include <benchmark/benchmark.h>

#include "sim/explore/twins_arm.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/runner.hpp"

namespace callo::sim {
namespace {

// Long enough for twenty heights of which some take several rounds.
constexpr std::chrono::seconds kDuration{40};

ScenarioSpec small_run(Crypto crypto) {
  ScenarioSpec spec;
  spec.name = "small-runs-bench";
  spec.duration = kDuration;
  spec.crypto = crypto;
  spec.network.topology.nodes = 4;
  spec.network.fidelity.blocks = Fidelity::latency;
  spec.network.jitter = {false, std::chrono::milliseconds{5}};
  spec.workload.rate.events_per_million_seconds = 2'000'000;
  spec.random.faults = 6;
  spec.random.fault_kinds = fault_kind_names();
  spec.random.traitors = 1;
  spec.random.traitor_kinds = drawn_traitor_kind_names();
  spec.random.until = kDuration / 2;
  spec.key_seed = 1;
  spec.expect.invariants = claim_names();
  return spec;
}

void run(benchmark::State& state, Crypto crypto) {
  const ScenarioSpec spec = small_run(crypto);
  RunOptions options;
  options.engine = HostEngine::standalone;
  RunMemory memory;
  options.memory = &memory;
  std::uint64_t runs = 0;
  std::uint64_t heights = 0;
  std::uint64_t messages = 0;
  std::uint64_t violations = 0;
  for (auto _ : state) {
    options.seed = ++runs;
    const RunRecord record = run_scenario(spec, options).value();
    heights += record.blocks.size();
    messages += record.messages;
    violations += record.violations.size();
  }
  if (violations != 0) {
    state.SkipWithError("a checker objected");
  }
  const auto count = [&](std::uint64_t total, auto flags) {
    return benchmark::Counter(static_cast<double>(total), flags);
  };
  const auto seconds = runs * static_cast<std::uint64_t>(kDuration.count());
  state.counters["simulated_s"] = count(seconds, benchmark::Counter::kIsRate);
  state.counters["delivered"] = count(messages, benchmark::Counter::kIsRate);
  state.counters["heights_a_run"] = count(heights, benchmark::Counter::kAvgIterations);
  state.counters["delivered_a_run"] = count(messages, benchmark::Counter::kAvgIterations);
}

void modelled(benchmark::State& state) {
  run(state, Crypto::modelled);
}

void ed25519(benchmark::State& state) {
  run(state, Crypto::ed25519);
}

// One scenario after the other of the enumeration, drawing included.
void twins(benchmark::State& state) {
  const ScenarioSpec base = small_run(Crypto::modelled);
  RunOptions options;
  options.engine = HostEngine::standalone;
  options.progress_interval = std::chrono::seconds{5};
  RunMemory memory;
  options.memory = &memory;
  std::uint64_t seed = 0;
  std::uint64_t messages = 0;
  std::uint64_t rounds = 0;
  std::uint64_t violations = 0;
  for (auto _ : state) {
    options.seed = ++seed;
    const ScenarioSpec spec = draw_twins_scenario(base, seed, ExploreMode::budgeted);
    const RunRecord record = run_scenario(spec, options).value();
    messages += record.messages;
    rounds += record.rounds;
    violations += record.violations.size();
  }
  if (violations != 0) {
    state.SkipWithError("a checker objected");
  }
  const auto each = benchmark::Counter::kAvgIterations;
  state.SetItemsProcessed(static_cast<std::int64_t>(seed));
  state.counters["rounds_a_run"] = benchmark::Counter(static_cast<double>(rounds), each);
  state.counters["delivered_a_run"] = benchmark::Counter(static_cast<double>(messages), each);
}

BENCHMARK(modelled)->Unit(benchmark::kMillisecond)->Iterations(200);
BENCHMARK(ed25519)->Unit(benchmark::kMillisecond)->Iterations(200);
BENCHMARK(twins)->Unit(benchmark::kMicrosecond)->Iterations(2'000);

}  // namespace
}  // namespace callo::sim

BENCHMARK_MAIN();
