#include "protocol/node/overlay_node.hpp"

#include <algorithm>

#include "protocol/overlay/membership/message_codec.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/overlay_network.hpp"

namespace callo::test {

using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

Bytes body_of(const MembershipMessage& message) {
  Writer body;
  body.blob(encode_data(message));
  return body.take();
}

std::uint64_t rejected(const OverlayNode& node, OverlayRejection reason) {
  return node.rejected()[static_cast<std::size_t>(reason)];
}

// A message to node 0 by the key of `from`, as it comes over the wire.
Frame post(OverlayNetwork& network, std::uint32_t from, std::uint64_t number, BytesView body,
           std::uint32_t claimed_endpoint) {
  FakeSigner signer{from};
  return seal_post(MessageKind::membership, "test", number,
                   {signer.public_key(), {claimed_endpoint}, network.node(0).member().self().id},
                   body, signer);
}

}  // namespace

TEST_CASE("overlay node: founders are K-consistent from the beginning, joiners soon after",
          "[unit][node]") {
  for (const unsigned base : {2U, 16U}) {
    OverlayNetwork network{{.founders = 20, .base = base}};
    network.run_for(seconds{1});
    CHECK(network.fault() == "");
    for (std::uint32_t node = 20; node < 60; ++node) {
      network.start(node);
    }
    network.run_for(seconds{10});
    INFO("base " << base);
    CHECK(network.fault() == "");
  }
}

TEST_CASE("overlay node: what heartbeats find dead is replaced, lost mail or not", "[unit][node]") {
  for (const std::uint32_t loss_percent : {0U, 5U}) {
    OverlayNetwork network{
        {.founders = 40, .base = 4, .neighbours_per_entry = 3, .loss_percent = loss_percent}};
    network.run_for(seconds{5});
    for (std::uint32_t node = 0; node < 12; ++node) {
      network.crash(node);
    }
    CHECK(network.fault() != "");
    network.run_for(seconds{90});
    INFO("loss " << loss_percent);
    CHECK(network.fault() == "");
  }
}

TEST_CASE("overlay node: answers to heartbeats are awaited and tell how long a round trip takes",
          "[unit][node]") {
  OverlayNetwork network{{.founders = 20, .latency_max = milliseconds{50}}};
  network.run_for(seconds{120});
  for (std::uint32_t node = 0; node < 20; ++node) {
    CHECK(rejected(network.node(node), OverlayRejection::unasked) == 0);
    const OverlayId other = network.node((node + 1) % 20).member().self().id;
    // Without a sample it would be FailureDetector::Settings::timeout_first.
    CHECK(network.node(node).detector().timeout_of(other) < seconds{1});
  }
}

TEST_CASE("overlay node: failures during joins are mended", "[unit][node]") {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    OverlayNetwork network{{.founders = 20, .base = 4, .seed = seed}};
    for (std::uint32_t node = 20; node < 50; ++node) {
      network.start(node);
    }
    network.run_for(milliseconds{120});
    for (std::uint32_t node = 5; node < 30; node += 5) {
      network.crash(node);
    }
    network.run_for(seconds{120});
    INFO("seed " << seed);
    CHECK(network.fault() == "");
  }
}

TEST_CASE("overlay node: one that leaves hands over at once", "[unit][node]") {
  OverlayNetwork network{{.founders = 30, .base = 4, .neighbours_per_entry = 3}};
  network.run_for(seconds{2});
  for (std::uint32_t node = 3; node < 9; ++node) {
    network.submit(node, OverlayNode::leave_command());
    network.run_for(milliseconds{500});
    CHECK(network.node(node).member().status() == OverlayMember::Status::left);
    network.crash(node);
    // No heartbeat has had the time to find out: hence by its own word.
    CHECK(network.fault() == "");
  }
}

TEST_CASE("overlay node: a node that comes back has its old place and catches up", "[unit][node]") {
  OverlayNetwork network{{.founders = 20, .servers = 3, .base = 4}};
  network.run_for(seconds{3});
  const OverlayId id = network.node(7).member().self().id;
  network.crash(7);
  network.run_for(seconds{1});
  network.start(7);
  network.run_for(seconds{30});
  CHECK(network.node(7).member().self().id == id);
  CHECK(network.fault() == "");
}

TEST_CASE("overlay node: what is not a proper message is refused and counted", "[unit][node]") {
  OverlayNetwork network{{.founders = 4}};
  network.run_for(seconds{1});
  const OverlayNode& node = network.node(0);
  const Bytes ping = body_of(Ping{});
  const std::uint64_t late = 1'000'000'000'000;

  network.inject(1, 0, make_frame(Bytes(300, 7)));
  network.run_for(milliseconds{1});
  CHECK(rejected(node, OverlayRejection::malformed) == 1);

  // A key of somebody else than the signature's.
  FakeSigner other{77};
  network.inject(1, 0,
                 seal_post(MessageKind::membership, "test", late,
                           {fake_key(1), {1}, node.member().self().id}, ping, other));
  network.run_for(milliseconds{1});
  CHECK(rejected(node, OverlayRejection::bad_signature) == 1);

  // From somewhere else than it says; for another chain.
  network.inject(2, 0, post(network, 1, late, ping, 1));
  FakeSigner one{1};
  network.inject(1, 0,
                 seal_post(MessageKind::membership, "other", late,
                           {one.public_key(), {1}, node.member().self().id}, ping, one));
  network.run_for(milliseconds{1});
  CHECK(rejected(node, OverlayRejection::misdirected) == 2);

  // The same once more.
  const Frame frame = post(network, 1, late, ping, 1);
  network.inject(1, 0, frame);
  network.inject(1, 0, frame);
  network.run_for(milliseconds{1});
  CHECK(rejected(node, OverlayRejection::replayed) == 1);
}

TEST_CASE("overlay node: answers that nobody asked for change nothing", "[unit][node]") {
  OverlayNetwork network{{.founders = 4}};
  network.run_for(seconds{1});
  const OverlayNode& node = network.node(0);
  const std::size_t size = node.member().table().size();
  const Neighbour made_up{{Hash{{9}}}, {3}, true};
  std::uint64_t number = 1'000'000'000'000;
  for (const MembershipMessage& message : std::vector<MembershipMessage>{
           CopyReply{true, {made_up}}, JoinWaitReply{true, 0, {made_up}},
           JoinNotificationReply{true, false, {made_up}}, SpecialNotificationReply{made_up.id},
           RepairReply{0, 1, {made_up}}, Pong{}, LeaveReply{}, RefreshReply{{made_up}}}) {
    network.inject(50, 0, post(network, 50, ++number, body_of(message), 50));
  }
  network.run_for(milliseconds{1});
  CHECK(rejected(node, OverlayRejection::unasked) == 8);
  CHECK(node.member().table().size() == size);
}

TEST_CASE(
    "overlay node: those that somebody made up never come into the table, and their maker goes",
    "[unit][node]") {
  OverlayNetwork network{{.founders = 4, .base = 2, .heartbeat = seconds{2}}};
  network.run_for(seconds{1});
  const NeighbourTable& table = network.node(0).member().table();
  const std::size_t size = table.size();
  std::vector<Neighbour> made_up;
  for (std::uint8_t number = 0; number < 40; ++number) {
    made_up.push_back({{Hash{{number, 1}}}, {900U + number}, true});
    made_up.back().id.value.bytes[31] = number;
  }
  network.inject(50, 0, post(network, 50, 1, body_of(JoinNotification{0, made_up}), 50));
  network.run_for(milliseconds{1});
  CHECK(table.size() <= size + 1);
  for (unsigned second = 0; second < 60; ++second) {
    network.run_for(seconds{1});
    CHECK(std::none_of(made_up.begin(), made_up.end(),
                       [&](const Neighbour& node) { return table.find(node.id) != nullptr; }));
  }
  CHECK(table.size() == size);
  CHECK(network.fault() == "");
}

}  // namespace callo::test
