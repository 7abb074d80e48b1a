// The whole production stack in simulated time: Tendermint with real Ed25519 and every safety
// checker on. CPU time of one core; see README.md for how to run and what was measured.
#include <benchmark/benchmark.h>

#include "sim/scenario/kinds.hpp"
#include "sim/scenario/runner.hpp"

namespace callo::sim {
namespace {

ScenarioSpec stack(std::uint32_t nodes, bool is_direct) {
  ScenarioSpec spec;
  spec.name = "stack-bench";
  spec.duration = std::chrono::seconds{12};
  spec.network.topology.nodes = nodes;
  spec.network.topology.kind = is_direct ? TopologyKind::complete : TopologyKind::hypercube;
  spec.network.fidelity.blocks = Fidelity::latency;
  spec.consensus.dissemination = is_direct ? Dissemination::direct : Dissemination::flood;
  spec.workload.rate.events_per_million_seconds = 20'000'000;
  spec.expect.invariants = claim_names();
  return spec;
}

void run(benchmark::State& state, const ScenarioSpec& spec) {
  std::uint64_t messages = 0;
  std::uint64_t heights = 0;
  std::uint64_t violations = 0;
  RunOptions options;
  options.engine = HostEngine::standalone;
  for (auto _ : state) {
    const RunRecord record = run_scenario(spec, options).value();
    messages += record.messages;
    heights += record.blocks.size();
    violations += record.violations.size();
  }
  if (violations != 0) {
    state.SkipWithError("a checker objected");
  }
  const auto rate = benchmark::Counter::kIsRate;
  state.counters["delivered"] = benchmark::Counter(static_cast<double>(messages), rate);
  state.counters["heights"] = benchmark::Counter(static_cast<double>(heights), rate);
  // Of a loss-free flood over a cube of degree d every frame reaches the N - 1 others once for the
  // first time, out of N(d - 1) + 1 deliveries.
  if (spec.network.topology.kind == TopologyKind::hypercube) {
    const double nodes = spec.network.topology.nodes;
    double degree = 0;
    while ((1U << static_cast<unsigned>(degree)) < spec.network.topology.nodes) {
      ++degree;
    }
    const double first = (nodes - 1) / (nodes * (degree - 1) + 1);
    state.counters["first_deliveries"] =
        benchmark::Counter(static_cast<double>(messages) * first, rate);
  }
}

void flood_on_cube(benchmark::State& state) {
  run(state, stack(static_cast<std::uint32_t>(state.range(0)), false));
}

void direct_on_complete(benchmark::State& state) {
  run(state, stack(static_cast<std::uint32_t>(state.range(0)), true));
}

void flood_on_cube_modelled(benchmark::State& state) {
  ScenarioSpec spec = stack(static_cast<std::uint32_t>(state.range(0)), false);
  spec.crypto = Crypto::modelled;
  run(state, spec);
}

void flood_on_cube_unchecked(benchmark::State& state) {
  ScenarioSpec spec = stack(static_cast<std::uint32_t>(state.range(0)), false);
  spec.expect.invariants.clear();
  run(state, spec);
}

BENCHMARK(flood_on_cube)->Arg(16)->Arg(128)->Unit(benchmark::kMillisecond);
BENCHMARK(flood_on_cube_unchecked)->Arg(128)->Unit(benchmark::kMillisecond);
BENCHMARK(flood_on_cube_modelled)->Arg(128)->Unit(benchmark::kMillisecond);
BENCHMARK(direct_on_complete)->Arg(128)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace callo::sim

BENCHMARK_MAIN();
