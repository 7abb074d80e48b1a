#include <benchmark/benchmark.h>

#include "sim/engine/engine.hpp"
#include "sim/engine/random_stream.hpp"

namespace callo::sim {

namespace {

// Dates 1 to 151 ms ahead, uniform: what latencies between cities look like.
std::uint64_t ahead(RandomStream& random) {
  return 1'000'000 + random.below(150'000'000);
}

// Every pop is followed by a push, so the number of pending entries stays what it is.
void radix_heap(benchmark::State& state) {
  RandomStream random{1, Purpose::of("bench.queue")};
  RadixHeap heap;
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    heap.push(ahead(random), static_cast<std::uint64_t>(i));
  }
  for (auto unused : state) {
    static_cast<void>(unused);
    const RadixHeap::Entry entry = heap.pop();
    heap.push(entry.key + ahead(random), entry.value);
  }
  state.SetItemsProcessed(state.iterations());
}

// The same through the engine: events in their slab, dispatch, drawing the date.
class Again final : public EventHandler {
 public:
  explicit Again(Engine& engine) : engine_{engine} {}

  void expect(const Event&) const override {}

  void on_event(SimTime now, Event& event) override {
    engine_.schedule(now + Duration{static_cast<std::int64_t>(ahead(random_))}, event);
  }

 private:
  Engine& engine_;
  RandomStream random_{1, Purpose::of("bench.queue")};
};

void engine(benchmark::State& state) {
  Engine engine;
  Again again{engine};
  for (std::int64_t i = 0; i < state.range(0); ++i) {
    Event event{.kind = EventKind::timer};
    again.on_event(SimTime{}, event);
  }
  for (auto unused : state) {
    static_cast<void>(unused);
    engine.step(again);
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(radix_heap)->Arg(10'000)->Arg(100'000)->Arg(1'000'000);
BENCHMARK(engine)->Arg(10'000)->Arg(100'000)->Arg(1'000'000);

}  // namespace

}  // namespace callo::sim

BENCHMARK_MAIN();
