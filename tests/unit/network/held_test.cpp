#include "protocol/crypto/sha256.hpp"
#include "sim/network/network.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

using std::chrono::milliseconds;

struct HeldArrival {
  std::int64_t ms;
  std::uint32_t from;
  std::uint32_t to;
  Bytes bytes;
};

// Three endpoints in one city, ten milliseconds apart.
struct HeldBench final : EventHandler {
  HeldBench() : network{engine, config()} {
    for (std::uint32_t i = 0; i < 3; ++i) {
      network.set_up({i}, true);
    }
  }

  static NetworkConfig config() {
    NetworkConfig config;
    config.seed = 1;
    config.paths = {{milliseconds{10}, {}}};
    config.endpoints = {{}, {}, {}};
    return config;
  }

  void on_event(SimTime now, Event& event) override {
    if (network.admit(event)) {
      const Frame frame = event.take_frame();
      arrivals.push_back({nanoseconds(now) / 1'000'000,
                          event.from.value,
                          event.endpoint.value,
                          {frame.bytes().begin(), frame.bytes().end()}});
    }
  }

  void expect(const Event&) const override {}

  void send(std::uint32_t from, std::uint32_t to, std::uint8_t what) {
    const EndpointId target{to};
    network.send({from}, {&target, 1}, make_frame(Bytes(64, what)), MessageClass::vote);
  }

  void run_to(std::int64_t ms) { engine.run_until(*this, SimTime{milliseconds{ms}}); }

  Engine engine;
  Network network;
  std::vector<HeldArrival> arrivals;
};

// Says the same of every packet, and remembers their numbers.
struct Decided final : Interceptor {
  Fate on_packet(const Packet& packet) override {
    numbers.push_back(packet.number);
    CHECK(packet.latency == milliseconds{10});
    return fate;
  }

  Fate fate;
  std::vector<std::uint64_t> numbers;
};

}  // namespace

TEST_CASE("clog: messages wait, and go on in their order when the last clog is over") {
  HeldBench bench;
  const LinkScope link = LinkScope::between({0}, {1});
  bench.network.links().clog(link);
  bench.network.links().clog(link);
  bench.send(0, 1, 1);
  bench.send(0, 1, 2);
  bench.send(1, 0, 3);
  bench.run_to(50);
  REQUIRE(bench.arrivals.size() == 1);
  CHECK(bench.arrivals[0].bytes[0] == 3);
  bench.network.links().unclog(link);
  bench.network.release_unclogged();
  bench.run_to(100);
  CHECK(bench.arrivals.size() == 1);
  bench.network.links().unclog(link);
  bench.network.release_unclogged();
  bench.run_to(200);
  REQUIRE(bench.arrivals.size() == 3);
  CHECK(bench.arrivals[1].bytes[0] == 1);
  CHECK(bench.arrivals[2].bytes[0] == 2);
  CHECK(bench.arrivals[1].ms == 110);
  CHECK(bench.network.counters().messages_held == 2);
}

TEST_CASE("clog: what waits for a receiver that crashes is lost") {
  HeldBench bench;
  const LinkScope link = LinkScope::between({0}, {1});
  bench.network.links().clog(link);
  bench.send(0, 1, 1);
  bench.network.set_up({1}, false);
  bench.network.set_up({1}, true);
  bench.network.links().unclog(link);
  bench.network.release_unclogged();
  bench.run_to(100);
  CHECK(bench.arrivals.empty());
}

TEST_CASE("corruption: a share of messages arrives with up to eight bits flipped") {
  HeldBench bench;
  bench.network.links().impair(LinkScope::everywhere(), {.corrupt_ppm = 300'000});
  constexpr int kMessages = 1'000;
  for (int message = 0; message < kMessages; ++message) {
    bench.send(0, 1, 0);
  }
  bench.run_to(100);
  REQUIRE(bench.arrivals.size() == kMessages);
  int corrupted = 0;
  for (const HeldArrival& arrival : bench.arrivals) {
    int bits = 0;
    for (const std::uint8_t byte : arrival.bytes) {
      bits += __builtin_popcount(byte);
    }
    CHECK(bits <= 8);
    corrupted += bits > 0 ? 1 : 0;
  }
  // 300 expected less those whose flips cancel out; standard deviation 14.5.
  CHECK(corrupted > 230);
  CHECK(corrupted < 360);
  CHECK(bench.network.counters().messages_corrupted >= static_cast<std::uint64_t>(corrupted));
}

TEST_CASE("interceptor: decides on each packet, and nobody asks when it is out again") {
  HeldBench bench;
  Decided decided;
  bench.network.set_interceptor(&decided);
  decided.fate = Fate::late(milliseconds{30});
  bench.send(0, 1, 1);
  decided.fate = Fate::lost();
  bench.send(0, 1, 2);
  decided.fate = Fate::held();
  bench.send(0, 1, 3);
  decided.fate = Fate::pass();
  bench.send(0, 1, 4);
  bench.run_to(100);
  REQUIRE(bench.arrivals.size() == 2);
  CHECK(bench.arrivals[0].bytes[0] == 4);
  CHECK(bench.arrivals[0].ms == 10);
  CHECK(bench.arrivals[1].bytes[0] == 1);
  CHECK(bench.arrivals[1].ms == 40);
  bench.network.release(decided.numbers[2]);
  bench.network.set_interceptor(nullptr);
  bench.send(0, 1, 5);
  bench.run_to(200);
  REQUIRE(bench.arrivals.size() == 4);
  CHECK(bench.arrivals[2].bytes[0] == 3);
  CHECK(decided.numbers.size() == 4);
}

}  // namespace callo::sim
