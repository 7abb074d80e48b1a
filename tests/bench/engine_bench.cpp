// Flooding nodes that do nothing else: what the simulation itself costs a delivered message. Every
// delivery goes the real way: network, event queue, node, driver, step, digest.
#include <utility>

#include <benchmark/benchmark.h>

#include "protocol/crypto/sha256.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/hosts/simgrid_host.hpp"
#include "sim/hosts/standalone_host.hpp"

namespace callo::sim {

namespace {

using std::chrono::microseconds;
using std::chrono::milliseconds;

constexpr std::uint32_t kNodes = 1'000;
constexpr std::uint32_t kCities = 20;
constexpr std::uint32_t kLinksPerNode = 4;  // chosen by each; neighbours are twice as many
constexpr std::uint32_t kFloodsPerNode = 2;
constexpr auto kFloodInterval = std::chrono::seconds{50};
constexpr std::size_t kVoteBytes = 250;
constexpr std::size_t kBlockBytes = 250'000;
constexpr std::uint32_t kBlockSenders = kNodes;  // each sends one block to a neighbour per flood

using Neighbours = std::vector<std::vector<EndpointId>>;

Neighbours random_graph() {
  Neighbours neighbours(kNodes);
  RandomStream random{1, Purpose::of("bench.graph")};
  for (std::uint32_t node = 0; node < kNodes; ++node) {
    for (std::uint32_t link = 0; link < kLinksPerNode; ++link) {
      const auto other = (node + 1 + static_cast<std::uint32_t>(random.below(kNodes - 1))) % kNodes;
      neighbours[node].push_back({other});
      neighbours[other].push_back({node});
    }
  }
  return neighbours;
}

class FloodMachine final : public Machine {
 public:
  FloodMachine(EndpointId self, std::vector<EndpointId> neighbours, bool sends_blocks)
      : self_{self},
        neighbours_{std::move(neighbours)},
        sends_blocks_{sends_blocks},
        seen_(kNodes * kFloodsPerNode, false) {}

  void step(Now now, const Input& input, Effects& out) noexcept override {
    if (const auto* received = std::get_if<Received>(&input)) {
      on_received(*received, out);
    } else if (std::holds_alternative<Started>(input)) {
      out.arm(TimerId{0}, now.monotonic + self_.value * kFloodInterval / kNodes);
    } else if (std::holds_alternative<TimerFired>(input)) {
      originate(now, out);
    }
  }

 private:
  void originate(Now now, Effects& out) {
    const std::uint32_t number = self_.value * kFloodsPerNode + flood_;
    Bytes bytes(kVoteBytes);
    for (unsigned i = 0; i < 4; ++i) {
      bytes[i] = static_cast<std::uint8_t>(number >> (8 * i));
    }
    seen_[number] = true;
    out.send(neighbours_, make_frame(std::move(bytes)), MessageClass::vote);
    if (sends_blocks_) {
      // Named by hand: hashing is not what is measured.
      out.send(neighbours_[0], Frame{Bytes(kBlockBytes), ContentId{number, 1}},
               MessageClass::block);
    }
    if (++flood_ < kFloodsPerNode) {
      out.arm(TimerId{0}, now.monotonic + kFloodInterval);
    }
  }

  void on_received(const Received& received, Effects& out) {
    const BytesView bytes = received.frame.bytes();
    if (bytes.size() != kVoteBytes) {
      return;
    }
    const std::size_t number =
        bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (static_cast<std::size_t>(bytes[3]) << 24);
    if (seen_[number]) {
      return;
    }
    seen_[number] = true;
    for (EndpointId& neighbour : neighbours_) {
      if (neighbour == received.from) {
        std::swap(neighbour, neighbours_.back());
        break;
      }
    }
    out.send(std::span{neighbours_}.first(neighbours_.size() - 1), received.frame,
             MessageClass::vote);
  }

  EndpointId self_;
  std::vector<EndpointId> neighbours_;
  bool sends_blocks_;
  std::vector<bool> seen_;
  std::uint32_t flood_ = 0;
};

SimulationConfig make_config(Fidelity blocks) {
  SimulationConfig config;
  config.network.seed = 1;
  config.network.cities = kCities;
  RandomStream random{1, Purpose::of("bench.latency")};
  for (std::uint32_t pair = 0; pair < kCities * kCities; ++pair) {
    config.network.paths.push_back(
        {Duration{random.between(2'000'000, 150'000'000)}, microseconds{500}});
  }
  for (std::uint32_t city = 0; city < kCities; ++city) {
    config.network.paths[city * kCities + city].base = milliseconds{1};
  }
  config.network.last_mile = microseconds{500};
  for (std::uint32_t node = 0; node < kNodes; ++node) {
    config.network.endpoints.push_back({node % kCities, 100'000'000, 100'000'000});
  }
  config.network.fidelity[static_cast<std::size_t>(MessageClass::block)] = blocks;
  config.nodes.resize(kNodes);
  return config;
}

template <typename HostType>
void flood(benchmark::State& state, Fidelity blocks, std::uint32_t block_senders) {
  const Neighbours neighbours = random_graph();
  std::uint64_t delivered = 0;
  std::uint64_t flows = 0;
  for (auto unused : state) {
    static_cast<void>(unused);
    state.PauseTiming();
    {
      Simulation simulation{make_config(blocks), [&](EndpointId self) {
                              return std::make_unique<FloodMachine>(self, neighbours[self.value],
                                                                    self.value < block_senders);
                            }};
      HostType host{simulation};
      simulation.start_all();
      state.ResumeTiming();
      const auto run = host.run(SimTime{std::chrono::seconds{110}});
      state.PauseTiming();
      if (!run) {
        state.SkipWithError(run.error().message.c_str());
      }
      delivered += simulation.network().counters().messages_delivered;
      flows += simulation.network().counters().bulk_transfers;
      state.SetLabel(simulation.digest());
    }
    state.ResumeTiming();
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(delivered));
  state.counters["flows"] = static_cast<double>(flows);
}

void standalone(benchmark::State& state) {
  flood<StandaloneHost>(state, Fidelity::latency, 0);
}

void standalone_queue(benchmark::State& state) {
  flood<StandaloneHost>(state, Fidelity::queue, kBlockSenders);
}

// SimGrid lives once in a process, hence one iteration; the flows run all the while.
void simgrid_with_flows(benchmark::State& state) {
  flood<SimgridHost>(state, Fidelity::fluid, kBlockSenders);
}

BENCHMARK(standalone)->Unit(benchmark::kMillisecond)->Iterations(1)->Repetitions(3);
BENCHMARK(standalone_queue)->Unit(benchmark::kMillisecond)->Iterations(1);
BENCHMARK(simgrid_with_flows)->Unit(benchmark::kMillisecond)->Iterations(1);

}  // namespace

}  // namespace callo::sim

BENCHMARK_MAIN();
