// Heights of many validators with real Ed25519 and every checker, votes by dimension exchange or
// from every node to every node. CPU time of one core, set-up included; see README.md.
#include <benchmark/benchmark.h>

#include "sim/scenario/kinds.hpp"
#include "sim/scenario/runner.hpp"

namespace callo::sim {
namespace {

// As scenarios/paper/exchange.toml, long enough for two heights.
ScenarioSpec validators(std::uint32_t nodes, Dissemination dissemination) {
  ScenarioSpec spec;
  spec.name = "exchange-bench";
  spec.duration = std::chrono::milliseconds{2500};
  const bool is_direct = dissemination == Dissemination::direct;
  spec.network.topology.nodes = nodes;
  spec.network.topology.kind = is_direct ? TopologyKind::complete : TopologyKind::hypercube;
  spec.network.topology.extra_links = is_direct ? 0 : 1;
  spec.network.fidelity.blocks = Fidelity::latency;
  spec.consensus.dissemination = dissemination;
  spec.workload.kind = WorkloadKind::none;
  spec.expect.invariants = claim_names();
  return spec;
}

void run(benchmark::State& state, Dissemination dissemination) {
  const ScenarioSpec spec = validators(static_cast<std::uint32_t>(state.range(0)), dissemination);
  std::uint64_t frames = 0;
  std::uint64_t heights = 0;
  RunOptions options;
  options.engine = HostEngine::standalone;
  for (auto _ : state) {
    const RunRecord record = run_scenario(spec, options).value();
    for (const MessageKindRow& row : record.message_kinds) {
      frames += row.sent.frames_sent;
    }
    heights += record.blocks.size();
    if (record.blocks.empty() || !record.violations.empty()) {
      state.SkipWithError("nothing was decided, or a checker objected");
      return;
    }
  }
  using benchmark::Counter;
  state.counters["heights"] = Counter(static_cast<double>(heights), Counter::kAvgIterations);
  state.counters["frames_per_height"] = static_cast<double>(frames) / static_cast<double>(heights);
  state.counters["cpu_per_height"] =
      Counter(static_cast<double>(heights), Counter::kIsRate | Counter::kInvert);
}

void exchange(benchmark::State& state) {
  run(state, Dissemination::exchange);
}

void direct_on_complete(benchmark::State& state) {
  run(state, Dissemination::direct);
}

BENCHMARK(exchange)->Arg(256)->Arg(512)->Arg(1'024)->Unit(benchmark::kMillisecond);
BENCHMARK(direct_on_complete)->Arg(128)->Arg(256)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace callo::sim

BENCHMARK_MAIN();
