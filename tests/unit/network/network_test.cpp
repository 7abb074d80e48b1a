#include "sim/network/network.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

using std::chrono::milliseconds;

struct Arrival {
  std::int64_t ms;
  std::uint32_t from;
  std::uint32_t to;
  std::size_t bytes;
  auto operator<=>(const Arrival&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Arrival& a) {
  return out << a.ms << "ms " << a.from << "->" << a.to << " " << a.bytes;
}

// A network on an engine, and what reached whom.
struct Bench final : EventHandler {
  explicit Bench(NetworkConfig config) : network{engine, std::move(config)} {
    for (std::uint32_t i = 0; i < network.config().endpoints.size(); ++i) {
      network.set_up({i}, true);
    }
  }

  void on_event(SimTime now, Event& event) override {
    if (event.kind != EventKind::delivery) {
      network.on_event(event);
    } else if (network.admit(event)) {
      arrivals.push_back({nanoseconds(now) / 1'000'000, event.from.value, event.endpoint.value,
                          event.take_frame().size()});
      dates.push_back(nanoseconds(now));
    }
  }

  void expect(const Event&) const override {}

  void send(std::uint32_t from, std::uint32_t to, std::size_t bytes = 1) {
    const EndpointId target{to};
    network.send({from}, {&target, 1}, Frame{Bytes(bytes), ContentId{}}, MessageClass::vote);
  }

  void run_to(std::int64_t ms) { engine.run_until(*this, SimTime{milliseconds{ms}}); }

  std::uint64_t dropped(DropReason reason) const {
    return network.counters().dropped[static_cast<std::size_t>(reason)];
  }

  const KindCounters& counted(MessageKind kind) const {
    return network.counters().by_kind[static_cast<std::size_t>(kind)];
  }

  Engine engine;
  Network network;
  std::vector<Arrival> arrivals;
  std::vector<std::int64_t> dates;
};

// Three endpoints, two in city 0 (1 ms apart) and one in city 1 (20 ms there, 30 ms back).
NetworkConfig two_cities(Fidelity votes = Fidelity::latency) {
  NetworkConfig config;
  config.seed = 1;
  config.cities = 2;
  config.paths = {
      {milliseconds{1}, {}}, {milliseconds{20}, {}}, {milliseconds{30}, {}}, {milliseconds{1}, {}}};
  config.last_mile = milliseconds{2};
  config.endpoints = {{0, 0, 0}, {0, 0, 0}, {1, 0, 0}};
  config.fidelity[static_cast<std::size_t>(MessageClass::vote)] = votes;
  return config;
}

// 8 Mbit/s: 1,000 bytes a millisecond.
NetworkConfig slow(std::size_t endpoints) {
  NetworkConfig config = two_cities(Fidelity::queue);
  config.endpoints.assign(endpoints, {0, 8'000'000, 8'000'000});
  config.last_mile = {};
  config.paths[0].base = milliseconds{10};
  return config;
}

}  // namespace

TEST_CASE("network: latency is that of the pair of cities, and two last miles") {
  Bench bench{two_cities()};
  bench.send(0, 1);
  bench.send(0, 2);
  bench.send(2, 0);
  bench.run_to(100);
  CHECK(bench.arrivals == std::vector<Arrival>{{5, 0, 1, 1}, {24, 0, 2, 1}, {34, 2, 0, 1}});
  CHECK(bench.network.counters().messages_delivered == 3);
  CHECK(bench.network.counters({0}).messages_sent == 2);
  CHECK(bench.network.counters({0}).messages_received == 1);
}

TEST_CASE("network: frames are counted by the kind they claim, one for each receiver") {
  const Fidelity fidelity = GENERATE(Fidelity::latency, Fidelity::queue);
  Bench bench{two_cities(fidelity)};
  const auto send = [&bench](const Bytes& bytes, std::vector<EndpointId> to) {
    bench.network.send({0}, to, Frame{bytes, ContentId{}}, MessageClass::vote);
  };
  const auto precommit = static_cast<std::uint8_t>(MessageKind::precommit);
  send({1, precommit, 0}, {{1}, {2}});
  send({1, precommit}, {{1}});
  send({1, kMessageKindMax + 1}, {{1}});
  send({1}, {{1}});
  bench.network.set_up({2}, false);
  bench.run_to(100);
  CHECK(bench.counted(MessageKind::precommit).frames_sent == 3);
  CHECK(bench.counted(MessageKind::precommit).bytes_sent == 8);
  CHECK(bench.counted(MessageKind::precommit).frames_delivered == 2);
  CHECK(bench.counted(MessageKind{}).frames_sent == 2);
  CHECK(bench.counted(MessageKind{}).frames_delivered == 2);
  CHECK(bench.counted(MessageKind::prevote).frames_sent == 0);
}

TEST_CASE("network: jitter only adds, with its mean, and belongs to the message alone") {
  NetworkConfig config = two_cities();
  config.paths[1].jitter_mean = milliseconds{3};
  Bench plain{config};
  config.everywhere.loss_ppm = 300'000;
  Bench lossy{config};
  constexpr int kMessages = 4'000;
  for (int i = 0; i < kMessages; ++i) {
    plain.send(0, 2);
    lossy.send(0, 2);
  }
  plain.run_to(1'000);
  lossy.run_to(1'000);
  REQUIRE(plain.dates.size() == kMessages);
  std::int64_t sum = 0;
  for (const std::int64_t date : plain.dates) {
    CHECK(date >= 24'000'000);
    sum += date - 24'000'000;
  }
  CHECK(std::abs(sum / kMessages - 3'000'000) < 200'000);
  // Losing some messages moves no other: what arrives is a part of what arrived without losses.
  CHECK(lossy.dates.size() + lossy.dropped(DropReason::lost) == kMessages);
  CHECK(std::abs(static_cast<int>(lossy.dropped(DropReason::lost)) - 1'200) < 150);
  CHECK(std::includes(plain.dates.begin(), plain.dates.end(), lossy.dates.begin(),
                      lossy.dates.end()));
}

TEST_CASE("network: duplicates and held back messages come as often as asked for") {
  NetworkConfig config = two_cities();
  config.everywhere = {0, 100'000, 200'000, milliseconds{50}, milliseconds{100}};
  Bench bench{config};
  for (int i = 0; i < 5'000; ++i) {
    bench.send(0, 2);
  }
  bench.run_to(1'000);
  const auto doubled = bench.network.counters().messages_duplicated;
  CHECK(std::abs(static_cast<int>(doubled) - 500) < 100);
  CHECK(bench.arrivals.size() == 5'000 + doubled);
  const auto late = std::count_if(bench.dates.begin(), bench.dates.end(),
                                  [](std::int64_t date) { return date > 124'000'000; });
  CHECK(std::abs(static_cast<int>(late) - 1'100) < 150);
  CHECK(*std::max_element(bench.dates.begin(), bench.dates.end()) <= 174'000'000);
}

TEST_CASE("network: a message to an endpoint that was down meanwhile is lost") {
  Bench bench{two_cities()};
  bench.send(0, 2);
  bench.run_to(5);
  bench.network.set_up({2}, false);
  bench.send(0, 2);
  bench.network.set_up({2}, true);
  bench.send(0, 2);
  bench.run_to(100);
  CHECK(bench.arrivals == std::vector<Arrival>{{29, 0, 2, 1}});
  CHECK(bench.dropped(DropReason::receiver_down) == 2);
}

TEST_CASE("network: an endpoint with a set of peers hears and reaches only those") {
  Bench bench{two_cities()};
  const std::vector<EndpointId> peers{{1}};
  bench.network.set_peers({0}, peers);
  bench.send(0, 1);
  bench.send(0, 2);
  bench.send(2, 0);
  bench.send(2, 1);
  bench.run_to(100);
  CHECK(bench.arrivals == std::vector<Arrival>{{5, 0, 1, 1}, {34, 2, 1, 1}});
  CHECK(bench.dropped(DropReason::not_a_peer) == 2);
  bench.network.set_peers({0}, std::nullopt);
  bench.send(2, 0);
  bench.run_to(200);
  CHECK(bench.arrivals.size() == 3);
}

TEST_CASE("network: a queue takes the time that a message is on the wire, at both ends") {
  Bench bench{slow(2)};
  bench.send(0, 1, 5'000);
  bench.send(0, 1, 5'000);
  bench.run_to(1'000);
  // The second waits for the first at the sender; what arrives is received as it comes.
  CHECK(bench.arrivals == std::vector<Arrival>{{20, 0, 1, 5'000}, {25, 0, 1, 5'000}});
}

TEST_CASE("network: senders share a receiver's queue") {
  Bench bench{slow(3)};
  bench.send(0, 2, 5'000);
  bench.send(1, 2, 5'000);
  bench.run_to(1'000);
  CHECK(bench.arrivals == std::vector<Arrival>{{20, 0, 2, 5'000}, {25, 1, 2, 5'000}});
}

TEST_CASE("network: chunks of several messages take turns, so a small one passes a large one") {
  Bench bench{slow(3)};
  bench.send(0, 1, 3 * kChunkBytes);
  bench.send(0, 2, 1'000);
  bench.run_to(1'000);
  REQUIRE(bench.arrivals.size() == 2);
  // One chunk of 65.536 ms, then the small message.
  CHECK(bench.arrivals[0] == Arrival{65 + 1 + 10 + 1, 0, 2, 1'000});
  // Three chunks and the small one leave; the last chunk is received after it has come.
  CHECK(bench.arrivals[1].ms == (4 * 65'536 + 1'000 + 10'000) / 1'000);
}

TEST_CASE("network: what has not wholly left a crashed sender is lost, chunks on their way too") {
  Bench bench{slow(2)};
  bench.send(0, 1, 2 * kChunkBytes);
  bench.send(0, 1, 1'000);
  bench.send(0, 1, 1'000);
  bench.run_to(67);  // one chunk and one small message have left
  bench.network.set_up({0}, false);
  bench.network.set_up({0}, true);
  bench.send(0, 1, 1'000);
  bench.run_to(1'000);
  CHECK(bench.arrivals == std::vector<Arrival>{{77, 0, 1, 1'000}, {79, 0, 1, 1'000}});
  CHECK(bench.dropped(DropReason::sender_down) == 2);
}

}  // namespace callo::sim
