#include "tests/host_conformance/world.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim::conformance {

namespace {

using Lines = std::vector<std::string>;

Lines events_of(Lines lines) {
  CHECK(lines.back().substr(0, 7) == "digest ");
  lines.pop_back();
  return lines;
}

bool is_start(const Input& input) {
  return std::holds_alternative<Started>(input);
}

void note_received(World& world, EndpointId self, const Input& input) {
  if (const auto* received = std::get_if<Received>(&input)) {
    world.note(self, text_of(received->frame) + " from " + std::to_string(received->from.value));
  }
}

void send_text(Effects& out, const std::string& text, std::uint32_t to) {
  out.send(EndpointId{to}, frame_of(text), MessageClass::vote);
}

void note_records(World& world, EndpointId self, const Started& started) {
  std::string text = "started with";
  for (const Record& record : started.records) {
    text += " " + text_of(record.payload);
  }
  world.note(self, text);
}

const Script kNothing = [](World&) {};

}  // namespace

TEST_CASE("release: a message leaves once its step's records are durable") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  SimulationConfig config = plain_config(2);
  config.nodes[0].sync_latency = std::chrono::milliseconds{7};
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_received(world, self, input);
    if (is_start(input) && self.value == 0) {
      out.records.push_back({RecordKind::signed_message, frame_of("vote")});
      send_text(out, "vote", 1);
    }
  };
  CHECK(events_of(play(kind, config, behaviour, kNothing, 100)) == Lines{"17 n1 vote from 0"});
}

TEST_CASE("release: later steps never overtake one that waits for the disk") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  SimulationConfig config = plain_config(2);
  config.nodes[0].sync_latency = std::chrono::milliseconds{7};
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_received(world, self, input);
    if (self.value != 0) {
      return;
    }
    if (is_start(input)) {
      out.records.push_back({RecordKind::signed_message, frame_of("first")});
      send_text(out, "first", 1);
      out.arm(timer(0), due_ms(2));
    } else {
      send_text(out, "second", 1);
    }
  };
  CHECK(events_of(play(kind, config, behaviour, kNothing, 100)) ==
        Lines{"17 n1 first from 0", "17 n1 second from 0"});
}

TEST_CASE("release: cryptography delays what leaves, first come first served") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  SimulationConfig config = plain_config(2);
  config.nodes[0].processor = {std::chrono::milliseconds{3}, std::chrono::milliseconds{1},
                               std::chrono::milliseconds{4}};
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_received(world, self, input);
    if (self.value != 0) {
      return;
    }
    if (is_start(input)) {
      out.work = {1, 1, 1024};
      send_text(out, "costly", 1);
      out.arm(timer(0), due_ms(2));
    } else {
      out.work = {1, 0, 0};
      send_text(out, "cheap", 1);
    }
  };
  CHECK(events_of(play(kind, config, behaviour, kNothing, 100)) ==
        Lines{"18 n1 costly from 0", "21 n1 cheap from 0"});
}

TEST_CASE("release: nothing of a crashed node leaves, and nothing reaches it") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  SimulationConfig config = plain_config(2);
  config.nodes[0].sync_latency = std::chrono::milliseconds{7};
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_received(world, self, input);
    if (!is_start(input)) {
      return;
    }
    if (self.value == 0 && world.node(0).incarnation() == 1) {
      out.records.push_back({RecordKind::signed_message, frame_of("held")});
      send_text(out, "held", 1);
    } else if (self.value == 1) {
      send_text(out, "early", 0);  // would arrive at 10, when the receiver is down
      out.arm(timer(0), due_ms(0));
    }
  };
  const Script script = [](World& world) {
    world.at_ms(5, [&world] { world.node(0).crash(); });
    world.at_ms(8, [&world] { world.node(0).start(); });
  };
  CHECK(events_of(play(kind, config, behaviour, script, 100)).empty());
}

TEST_CASE("release: neither disk nor processor answers a new incarnation for an old one") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  SimulationConfig config = plain_config(2);
  config.nodes[0].sync_latency = std::chrono::milliseconds{7};
  config.nodes[0].processor.signature = std::chrono::milliseconds{4};
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_received(world, self, input);
    if (is_start(input) && self.value == 0) {
      const std::string text = "life " + std::to_string(world.node(0).incarnation());
      out.records.push_back({RecordKind::signed_message, frame_of(text)});
      out.work.signatures = 1;
      send_text(out, text, 1);
    }
  };
  const Script script = [](World& world) {
    world.at_ms(2, [&world] { world.node(0).crash(); });
    world.at_ms(3, [&world] { world.node(0).start(Disk::unsynced_lost); });
    // What the first life had asked for would be done at 4 and 7, what the second has at 7 and 10.
    world.at_ms(8, [&world] { world.node(0).crash(); });
    world.at_ms(9, [&world] {
      world.node(0).start(Disk::unsynced_lost);
      world.note(EndpointId{0}, std::to_string(world.node(0).disk().size()));
    });
  };
  CHECK(events_of(play(kind, config, behaviour, script, 100)) ==
        Lines{"9 n0 1", "26 n1 life 3 from 0"});
}

TEST_CASE("storage: a restarted node finds its disk, or what was durable at the crash") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  const Disk disk = GENERATE(Disk::kept, Disk::unsynced_lost);
  SimulationConfig config = plain_config(1);
  config.nodes[0].sync_latency = std::chrono::milliseconds{7};
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    if (const auto* started = std::get_if<Started>(&input)) {
      note_records(world, self, *started);
      out.arm(timer(0), due_ms(5));
    }
    if (world.node(0).incarnation() == 1) {
      out.records.push_back(
          {RecordKind::signed_message, frame_of(is_start(input) ? "first" : "second")});
    }
  };
  const Script script = [disk](World& world) {
    world.at_ms(9, [&world] { world.node(0).crash(); });
    world.at_ms(20, [&world, disk] { world.node(0).start(disk); });
  };
  const std::string found = disk == Disk::kept ? " first second" : " first";
  CHECK(events_of(play(kind, config, behaviour, script, 100)) ==
        Lines{"0 n0 started with", "20 n0 started with" + found});
}

TEST_CASE("delivery: messages of one date arrive in the order they were sent") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_received(world, self, input);
    if (is_start(input) && self.value != 0) {
      send_text(out, "a", 0);
      send_text(out, "b", 0);
    }
  };
  CHECK(events_of(play(kind, plain_config(4), behaviour, kNothing, 100)) ==
        Lines{"10 n0 a from 1", "10 n0 b from 1", "10 n0 a from 2", "10 n0 b from 2",
              "10 n0 a from 3", "10 n0 b from 3"});
}

TEST_CASE("links: a message dies if its link is blocked when it leaves or would arrive") {
  const HostKind kind = GENERATE(HostKind::standalone, HostKind::simgrid);
  const Fidelity fidelity = GENERATE(Fidelity::latency, Fidelity::queue, Fidelity::fluid);
  if (fidelity == Fidelity::fluid && kind == HostKind::standalone) {
    return;
  }
  SimulationConfig config = plain_config(2);
  config.network.fidelity[static_cast<std::size_t>(MessageClass::vote)] = fidelity;
  const auto behaviour = [](World& world, EndpointId self, const Input& input, Effects& out) {
    note_received(world, self, input);
    if (const auto* submitted = std::get_if<Submitted>(&input)) {
      out.send(EndpointId{1 - self.value}, submitted->frame, MessageClass::vote);
    }
  };
  const Script script = [](World& world) {
    const LinkScope cut = LinkScope::between(EndpointId{0}, EndpointId{1});
    for (const std::int64_t ms : {12, 25, 37, 50}) {
      world.at_ms(ms, [&world, ms] {
        world.simulation().submit(EndpointId{0}, frame_of("sent at " + std::to_string(ms)));
      });
    }
    world.at_ms(25,
                [&world] { world.simulation().submit(EndpointId{1}, frame_of("the other way")); });
    world.at_ms(20, [&world, cut] { world.simulation().network().links().block(cut); });
    world.at_ms(40, [&world, cut] { world.simulation().network().links().unblock(cut); });
  };
  // Sent at 12: cut when it would arrive. At 25: cut when it leaves. At 37: open again on arrival,
  // but cut when it left.
  CHECK(events_of(play(kind, config, behaviour, script, 100)) ==
        Lines{"35 n0 the other way from 1", "60 n1 sent at 50 from 0"});
}

}  // namespace callo::sim::conformance
