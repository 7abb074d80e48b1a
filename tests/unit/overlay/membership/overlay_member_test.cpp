#include "protocol/overlay/membership/overlay_member.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/membership_world.hpp"

namespace callo {

TEST_CASE("member: nodes that join one after another are K-consistent", "[unit][overlay]") {
  for (const unsigned base : {2U, 4U, 16U}) {
    for (const unsigned neighbours : {1U, 3U}) {
      MembershipWorld world{base, neighbours, 1};
      world.grow(60);
      INFO("base " << base << ", K " << neighbours);
      CHECK(world.fault() == "");
    }
  }
}

TEST_CASE("member: nodes that join at once are K-consistent", "[unit][overlay]") {
  for (const unsigned base : {2U, 4U, 16U}) {
    for (unsigned neighbours = 1; neighbours <= 5; ++neighbours) {
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        MembershipWorld world{base, neighbours, seed};
        world.grow(20);
        world.known = 20;
        for (unsigned i = 0; i < 100; ++i) {
          world.join_at(world.now() + world.draw(300));
        }
        world.run();
        INFO("base " << base << ", K " << neighbours << ", seed " << seed);
        CHECK(world.fault() == "");
      }
    }
  }
}

TEST_CASE("member: mail that overtakes other mail by far changes nothing", "[unit][overlay]") {
  for (const unsigned base : {2U, 4U}) {
    for (unsigned neighbours = 1; neighbours <= 2; ++neighbours) {
      for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        MembershipWorld world{base, neighbours, seed};
        world.slow_ppm = 200'000;
        world.grow(2);
        world.known = 2;
        for (unsigned i = 0; i < 30; ++i) {
          world.join_at(world.now() + world.draw(2'000));
        }
        world.run();
        INFO("base " << base << ", K " << neighbours << ", seed " << seed);
        CHECK(world.fault() == "");
      }
    }
  }
}

TEST_CASE("member: joiners whose mail is lost ask again and are K-consistent", "[unit][overlay]") {
  for (unsigned neighbours = 1; neighbours <= 3; ++neighbours) {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
      MembershipWorld world{4, neighbours, seed};
      world.grow(20);
      world.known = 20;
      world.loss_ppm = 100'000;
      for (unsigned i = 0; i < 60; ++i) {
        world.join_at(world.now() + world.draw(300));
      }
      world.run();
      INFO("K " << neighbours << ", seed " << seed);
      CHECK(world.fault() == "");
      CHECK(world.retries > 0);
    }
  }
}

namespace {

// Ids of base 16 by their last two digits.
Neighbour node(std::uint8_t last_digits, std::uint8_t above = 0) {
  Neighbour named{{}, {above * 256U + last_digits}, true};
  named.id.value.bytes[31] = last_digits;
  named.id.value.bytes[30] = above;
  return named;
}

template <typename Message>
const Message* sent_to(const OverlayMember::Out& out, const Neighbour& to) {
  for (const OutgoingMembershipMessage& each : out) {
    if (each.to == to && std::holds_alternative<Message>(each.message)) {
      return &std::get<Message>(each.message);
    }
  }
  return nullptr;
}

}  // namespace

TEST_CASE("member: a special notification goes on until somebody has room for whom it names",
          "[unit][overlay]") {
  OverlayMember full{node(0x00), Digits{16}, 1};
  TableRepair repair{full};
  full.found();
  OverlayMember::Out out;
  const auto hear = [&](const Neighbour& from, const MembershipMessage& message) {
    full.receive(from, message, out);
    repair.receive(from, message, out);
  };
  hear(node(0x01), SpecialNotification{node(0x02), node(0x13)});
  const auto* answer = sent_to<SpecialNotificationReply>(out, node(0x02));
  REQUIRE(answer != nullptr);
  CHECK(answer->unheard == node(0x13).id);
  // Anybody can name anybody: it is stored once it has answered.
  CHECK(full.table().find(node(0x13).id) == nullptr);
  REQUIRE(sent_to<Ping>(out, node(0x13)) != nullptr);
  hear(node(0x13), Pong{true});
  CHECK(full.table().find(node(0x13).id) != nullptr);
  out.clear();
  hear(node(0x01), SpecialNotification{node(0x02), node(0x23)});
  CHECK(full.table().find(node(0x23).id) == nullptr);
  CHECK(sent_to<SpecialNotificationReply>(out, node(0x02)) == nullptr);
  const auto* passed_on = sent_to<SpecialNotification>(out, node(0x13));
  REQUIRE(passed_on != nullptr);
  CHECK(passed_on->unheard == node(0x23));
}

TEST_CASE("member: whom a notification names is stored once it has answered, the joiner at once",
          "[unit][overlay]") {
  OverlayMember member{node(0x00), Digits{16}, 2};
  TableRepair repair{member};
  member.found();
  OverlayMember::Out out;
  const JoinNotification notification{0, {node(0x13), node(0x23), node(0x33), node(0x14)}};
  member.receive(node(0x02), notification, out);
  repair.receive(node(0x02), notification, out);
  CHECK(member.table().size() == 1);
  CHECK(sent_to<JoinNotificationReply>(out, node(0x02)) != nullptr);
  // No more of them than the entry has room for.
  CHECK(sent_to<Ping>(out, node(0x13)) != nullptr);
  CHECK(sent_to<Ping>(out, node(0x23)) != nullptr);
  CHECK(sent_to<Ping>(out, node(0x33)) == nullptr);
  repair.receive(node(0x14), Pong{false}, out);
  REQUIRE(member.table().find(node(0x14).id) != nullptr);
  CHECK_FALSE(member.table().find(node(0x14).id)->in_system);
  CHECK(member.table().find(node(0x13).id) == nullptr);
}

TEST_CASE("member: who is still joining lets another wait until it is in the system",
          "[unit][overlay]") {
  OverlayMember joiner{node(0x11), Digits{16}, 1};
  OverlayMember::Out out;
  joiner.join({node(0x00)}, out);
  REQUIRE(sent_to<CopyRequest>(out, node(0x00)) != nullptr);
  joiner.receive(node(0x00), CopyReply{true, {}}, out);
  REQUIRE(sent_to<JoinWait>(out, node(0x00)) != nullptr);
  joiner.receive(node(0x21), JoinWait{}, out);
  joiner.receive(node(0x00), JoinWaitReply{true, 0, {}}, out);
  CHECK(joiner.status() == OverlayMember::Status::notifying);
  CHECK(sent_to<JoinWaitReply>(out, node(0x21)) == nullptr);
  joiner.receive(node(0x00), JoinNotificationReply{true, false, {}}, out);
  CHECK(joiner.status() == OverlayMember::Status::in_system);
  const auto* answer = sent_to<JoinWaitReply>(out, node(0x21));
  REQUIRE(answer != nullptr);
  CHECK(answer->stored);
}

TEST_CASE("member: who answers everything but what counts holds no joiner up", "[unit][overlay]") {
  const Neighbour liar{node(0x11).id, node(0x11).endpoint, true};
  OverlayMember joiner{node(0x11, 2), Digits{16}, 1};
  OverlayMember::Out out;
  joiner.join({liar, node(0x00)}, out);
  joiner.receive(liar, CopyReply{true, {}}, out);
  REQUIRE(sent_to<JoinWait>(out, liar) != nullptr);
  for (unsigned times = 0; times <= OverlayMember::kPatience; ++times) {
    REQUIRE(sent_to<CopyRequest>(out, node(0x00)) == nullptr);
    joiner.retry(out);
  }
  REQUIRE(sent_to<CopyRequest>(out, node(0x00)) != nullptr);
  out.clear();
  // The other contact knows nobody nearer than the liar: it must do itself.
  joiner.receive(node(0x00), CopyReply{true, {liar}}, out);
  CHECK(sent_to<CopyRequest>(out, liar) == nullptr);
  REQUIRE(sent_to<JoinWait>(out, node(0x00)) != nullptr);
  joiner.receive(node(0x00), JoinWaitReply{true, 0, {}}, out);
  joiner.receive(node(0x00), JoinNotificationReply{true, false, {}}, out);
  REQUIRE(joiner.status() == OverlayMember::Status::notifying);  // the liar was notified as well
  for (unsigned times = 0; times <= OverlayMember::kPatience; ++times) {
    REQUIRE(joiner.status() == OverlayMember::Status::notifying);
    joiner.retry(out);
  }
  CHECK(joiner.status() == OverlayMember::Status::in_system);
}

TEST_CASE("member: answers nobody asked for change nothing", "[unit][overlay]") {
  OverlayMember joiner{node(0x11), Digits{16}, 1};
  OverlayMember::Out out;
  joiner.join({node(0x00)}, out);
  joiner.receive(node(0x05), CopyReply{true, {node(0x07)}}, out);
  joiner.receive(node(0x05), JoinWaitReply{true, 0, {node(0x07)}}, out);
  joiner.receive(node(0x05), JoinNotificationReply{true, true, {node(0x07)}}, out);
  joiner.receive(node(0x05), SpecialNotificationReply{node(0x07).id}, out);
  CHECK(joiner.status() == OverlayMember::Status::copying);
  CHECK(joiner.table().size() == 0);
}

}  // namespace callo
