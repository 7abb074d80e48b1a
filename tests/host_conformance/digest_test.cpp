#include "sim/engine/random_stream.hpp"
#include "tests/host_conformance/world.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim::conformance {

namespace {

// Five nodes in three unequal cities, with jitter, losses, duplicates and costs.
SimulationConfig rough_config(Fidelity blocks) {
  using std::chrono::microseconds;
  using std::chrono::milliseconds;
  SimulationConfig config = plain_config(5);
  config.network.cities = 3;
  config.network.paths.resize(9);
  for (std::uint32_t from = 0; from < 3; ++from) {
    for (std::uint32_t to = 0; to < 3; ++to) {
      const std::int64_t ms = from == to ? 1 : 20 + 7 * from + 3 * to;
      config.network.paths[from * 3 + to] = {milliseconds{ms}, microseconds{700}};
    }
  }
  config.network.last_mile = microseconds{333};
  config.network.everywhere = {50'000, 20'000, 100'000, milliseconds{5}, {}};
  for (std::uint32_t i = 0; i < 5; ++i) {
    config.network.endpoints[i] = {i % 3, 10'000'000, 20'000'000};
    config.nodes[i].sync_latency = microseconds{150 * i};
    config.nodes[i].processor = {microseconds{25}, microseconds{60}, microseconds{2}};
  }
  config.network.fidelity[static_cast<std::size_t>(MessageClass::block)] = blocks;
  return config;
}

// Every node answers a message with a few others until the text is long enough.
void chatter(World& world, EndpointId self, const Input& input, Effects& out) {
  constexpr EndpointId kAll[] = {{0}, {1}, {2}, {3}, {4}};
  out.work.verifications = 1;
  if (std::holds_alternative<Started>(input)) {
    out.arm(timer(1), due_ms(self.value + 1));
  } else if (const auto* fired = std::get_if<TimerFired>(&input)) {
    const std::string text = "t" + std::to_string(self.value);
    out.send(kAll, frame_of(text), MessageClass::vote);
    out.send(kAll, frame_of(text + std::string(100'000, '.')), MessageClass::block);
    const std::int64_t now_ms = nanoseconds(world.simulation().now()) / 1'000'000;
    out.arm(fired->timer, due_ms(now_ms + 30 + 13 * self.value));
  } else if (const auto* received = std::get_if<Received>(&input)) {
    const Frame& frame = received->frame;
    if (frame.size() < 6) {
      const Frame answer = frame_of(text_of(frame) + std::to_string(self.value));
      out.records.push_back({RecordKind::signed_message, answer});
      out.send(EndpointId{(self.value + 2) % 5}, answer, MessageClass::vote);
    }
  }
}

void crash_and_cut(World& world) {
  world.at_ms(31, [&world] { world.node(2).crash(); });
  world.at_ms(90, [&world] { world.node(2).start(); });
  world.at_ms(40, [&world] {
    world.simulation().network().links().block(LinkScope::between_cities(0, 1));
  });
  world.at_ms(75, [&world] {
    world.simulation().network().links().unblock(LinkScope::between_cities(0, 1));
  });
}

std::string digest_of(HostKind kind, Fidelity blocks, std::uint64_t seed = 1) {
  SimulationConfig config = rough_config(blocks);
  config.network.seed = seed;
  const Script script = [](World& world) {
    crash_and_cut(world);
    world.at_ms(399, [&world] {
      world.log().push_back(std::to_string(world.simulation().feed().steps()) + " steps, lost " +
                            std::to_string(world.simulation().network().counters().dropped[0]) +
                            " sent " +
                            std::to_string(world.simulation().network().counters().messages_sent));
      world.log().push_back(
          std::to_string(world.simulation().network().counters().messages_delivered) + " messages");
    });
  };
  const auto log = play(kind, config, chatter, script, 400);
  std::string joined;
  for (const std::string& line : log) {
    joined += line + "; ";
  }
  return joined;
}

}  // namespace

TEST_CASE("digest: the same in both hosts without bulk transfers") {
  const Fidelity blocks = GENERATE(Fidelity::latency, Fidelity::queue);
  const std::string alone = digest_of(HostKind::standalone, blocks);
  INFO(alone);
  CHECK(alone.find("digest ") != std::string::npos);
  CHECK(alone == digest_of(HostKind::simgrid, blocks));
  CHECK(alone == digest_of(HostKind::standalone, blocks));
}

TEST_CASE("digest: the same twice with bulk transfers, and different for another seed") {
  const std::string first = digest_of(HostKind::simgrid, Fidelity::fluid);
  INFO(first);
  CHECK(first.find("digest ") != std::string::npos);
  CHECK(first == digest_of(HostKind::simgrid, Fidelity::fluid));
  CHECK(first != digest_of(HostKind::simgrid, Fidelity::fluid, 2));
}

TEST_CASE("hosts: the stand-alone host refuses bulk transfers, before anything happens") {
  const std::string refused = digest_of(HostKind::standalone, Fidelity::fluid);
  CHECK(refused.find("error fidelity \"fluid\" needs the engine simgrid") == 0);
}

TEST_CASE("hosts: bulk transfers are refused beyond thirty days") {
  SimulationConfig config = rough_config(Fidelity::fluid);
  const auto log = play(
      HostKind::simgrid, config, chatter, [](World&) {}, 2'592'000'001);
  REQUIRE(log.size() == 1);
  CHECK(log.front().find("error fidelity \"fluid\" is exact for 30") == 0);
}

TEST_CASE("fluid: two flows into one downlink share it, and arrive after latency and transfer") {
  SimulationConfig config = plain_config(3);
  config.network.fidelity[static_cast<std::size_t>(MessageClass::block)] = Fidelity::fluid;
  for (EndpointLink& link : config.network.endpoints) {
    link = {0, 8'000'000, 8'000'000};  // one byte a microsecond
  }
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    if (const auto* received = std::get_if<Received>(&input)) {
      world.note(self, "from " + std::to_string(received->from.value));
    } else if (self.value != 0) {
      out.send(EndpointId{0}, frame_of(std::string(self.value * 10'000, 'x')), MessageClass::block);
    }
  };
  const auto log = play(
      HostKind::simgrid, config, behaviour, [](World&) {}, 200);
  // 10 ms of latency; then 10,000 and 20,000 bytes share the downlink for 20 ms, and the rest of
  // the second has it alone for 10 ms.
  REQUIRE(log.size() == 3);
  CHECK(log[0] == "30 n0 from 1");
  CHECK(log[1] == "40 n0 from 2");
}

TEST_CASE("fluid: a flow dies with either of its endpoints") {
  const std::uint32_t victim = GENERATE(0U, 1U);
  SimulationConfig config = plain_config(2);
  config.network.fidelity[static_cast<std::size_t>(MessageClass::block)] = Fidelity::fluid;
  for (EndpointLink& link : config.network.endpoints) {
    link = {0, 8'000'000, 8'000'000};
  }
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    if (std::holds_alternative<Received>(input)) {
      world.note(self, "received");
    } else if (self.value == 1 && world.node(1).incarnation() == 1) {
      out.send(EndpointId{0}, frame_of(std::string(50'000, 'x')), MessageClass::block);
    }
  };
  const Script script = [victim](World& world) {
    world.at_ms(20, [&world, victim] { world.node(victim).crash(); });
    world.at_ms(25, [&world, victim] { world.node(victim).start(); });
    world.at_ms(99, [&world] {
      const auto& dropped = world.simulation().network().counters().dropped;
      world.note(EndpointId{0},
                 std::to_string(dropped[static_cast<std::size_t>(DropReason::receiver_down)]) +
                     " " +
                     std::to_string(dropped[static_cast<std::size_t>(DropReason::sender_down)]));
    });
  };
  const auto log = play(HostKind::simgrid, config, behaviour, script, 100);
  REQUIRE(log.size() == 2);
  CHECK(log[0] == (victim == 0 ? "99 n0 1 0" : "99 n0 0 1"));
}

}  // namespace callo::sim::conformance
