#include "protocol/overlay/routing/lookup.hpp"

#include <algorithm>
#include <bit>
#include <map>

#include "tests/support/catch.hpp"
#include "tests/support/routing_world.hpp"

namespace callo {

using test::RoutingWorld;

namespace {

constexpr LookupSettings kForNode{1, 1, 3, true};

}  // namespace

TEST_CASE("lookup: on the full cube every digit that differs costs one hop", "[unit][overlay]") {
  for (unsigned dimensions = 1; dimensions <= 7; ++dimensions) {
    RoutingWorld world = RoutingWorld::cube(dimensions);
    for (std::uint32_t from = 0; from < world.size(); ++from) {
      for (std::uint32_t to = 0; to < world.size(); ++to) {
        const RoutingWorld::Outcome outcome = world.look_up(from, world.id(to), kForNode);
        REQUIRE(outcome.found);
        REQUIRE(outcome.hops == static_cast<unsigned>(std::popcount(from ^ to)));
        REQUIRE(outcome.questions == outcome.hops);
      }
    }
  }
}

TEST_CASE("lookup: on a consistent network the very nearest to any key are found",
          "[unit][overlay]") {
  test::SmallRandom random{3};
  for (const unsigned base : {2U, 4U, 16U}) {
    for (const unsigned neighbours : {1U, 3U}) {
      for (const std::uint32_t count : {1U, 2U, 7U, 150U}) {
        RoutingWorld world = RoutingWorld::consistent(count, base, neighbours, 5);
        for (unsigned attempt = 0; attempt < 60; ++attempt) {
          LookupSettings settings;
          settings.wanted = 1 + static_cast<unsigned>(random.below(6));
          settings.per_reply = static_cast<std::uint8_t>(settings.wanted);
          settings.paths = 1 + static_cast<unsigned>(random.below(4));
          const OverlayId key{sha256(random.bytes(9))};
          const auto from = static_cast<std::uint32_t>(random.below(count));
          INFO("base " << base << ", K " << neighbours << ", N " << count << ", attempt "
                       << attempt);
          REQUIRE(world.look_up(from, key, settings).nearest ==
                  world.truly_nearest(key, settings.wanted));
        }
      }
    }
  }
}

TEST_CASE("lookup: no more hops than the digits of the id that some other node shares, and one",
          "[unit][overlay]") {
  for (const unsigned base : {2U, 4U, 16U}) {
    RoutingWorld world = RoutingWorld::consistent(200, base, 2, 11);
    for (std::uint32_t to = 0; to < world.size(); ++to) {
      unsigned shared = 0;
      for (std::uint32_t other = 0; other < world.size(); ++other) {
        if (other != to) {
          shared = std::max(shared, Digits{base}.common_suffix(world.id(to), world.id(other)));
        }
      }
      const RoutingWorld::Outcome outcome = world.look_up((to + 1) % 200, world.id(to), kForNode);
      REQUIRE(outcome.found);
      REQUIRE(outcome.hops <= shared + 1);
    }
  }
}

TEST_CASE("lookup: detours around silent nodes", "[unit][overlay]") {
  RoutingWorld world = RoutingWorld::consistent(200, 2, 3, 17);
  for (std::uint32_t node = 0; node < 200; node += 5) {
    world.kill(node);
  }
  for (std::uint32_t to = 1; to < 200; ++to) {
    if (world.is_alive(to)) {
      REQUIRE(world.look_up(1, world.id(to), {4, 1, 4, true}).found);
    }
  }
}

TEST_CASE("lookup: ends although nobody has the id", "[unit][overlay]") {
  RoutingWorld world = RoutingWorld::consistent(64, 2, 2, 19);
  const RoutingWorld::Outcome outcome = world.look_up(3, {sha256(Bytes{1, 2, 3})}, {3, 2, 3, true});
  CHECK_FALSE(outcome.found);
  CHECK(outcome.nearest.size() == 3);
}

TEST_CASE("lookup: a liar's loops and inventions cost questions and nothing else",
          "[unit][overlay]") {
  RoutingWorld world = RoutingWorld::consistent(128, 2, 3, 23);
  test::SmallRandom random{1};
  // Every tenth names itself, the asker's target at its own address, and people that do not exist.
  for (std::uint32_t liar = 7; liar < 128; liar += 10) {
    world.corrupt(liar, [&world, &random, liar](const NearestRequest& request) {
      NearestReply reply{request.lookup, {}};
      reply.nodes.push_back({request.key, {liar}, true});
      reply.nodes.push_back({world.id(liar), {liar}, true});
      reply.nodes.push_back({{sha256(random.bytes(8))}, {900}, true});
      return std::optional{reply};
    });
  }
  unsigned found = 0;
  unsigned wanted = 0;
  for (std::uint32_t to = 0; to < 128; ++to) {
    if (world.is_honest(to)) {
      ++wanted;
      const RoutingWorld::Outcome outcome = world.look_up(0, world.id(to), {4, 4, 4, true});
      found += outcome.found ? 1U : 0U;
      REQUIRE(outcome.questions < 60);
    }
  }
  CHECK(found == wanted);
}

TEST_CASE("lookup: disjoint paths go around liars that a single path ends at", "[unit][overlay]") {
  unsigned found_by_one = 0;
  unsigned found_by_four = 0;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    RoutingWorld world = RoutingWorld::consistent(256, 2, 3, 100 + seed);
    for (std::uint32_t liar = 0; liar < 256; liar += 5) {
      // Says that nobody is nearer than itself.
      world.corrupt(liar, [](const NearestRequest& request) {
        return std::optional{NearestReply{request.lookup, {}}};
      });
    }
    for (std::uint32_t to = 1; to < 256; ++to) {
      if (world.is_honest(to)) {
        found_by_one += world.look_up(1, world.id(to), {1, 1, 3, true}).found ? 1U : 0U;
        found_by_four += world.look_up(1, world.id(to), {4, 4, 4, true}).found ? 1U : 0U;
      }
    }
  }
  CHECK(found_by_one < found_by_four);
  CHECK(found_by_four >= 4 * 203);  // of 4 * 204, less one in 204
}

namespace {

constexpr std::uint32_t kHonest = 120;

// The honest ones in groups of their own, all others in one.
class OneAttacker final : public Origins {
 public:
  Origin of(EndpointId endpoint) const override { return {std::min(endpoint.value, kHonest)}; }
};

}  // namespace

TEST_CASE("lookup: whoever crowds around a key holds one of its replicas for every origin it has",
          "[unit][overlay]") {
  const OneAttacker origins;
  constexpr std::uint32_t kReplicas = 5;
  for (std::uint64_t seed = 0; seed < 4; ++seed) {
    const OverlayId key{sha256(Bytes{static_cast<std::uint8_t>(seed)})};
    const auto sybils_found = [&](OriginLimit limit, std::uint32_t from) {
      RoutingWorld world = RoutingWorld::besieged(kHonest, 12, key, limit, seed);
      const RoutingWorld::Outcome outcome = world.look_up(from, key, {kReplicas, 1, kReplicas});
      CHECK(outcome.nearest.size() == kReplicas);
      return std::count_if(
          outcome.nearest.begin(), outcome.nearest.end(),
          [&key](const OverlayId& id) { return Digits{2}.common_suffix(id, key) > 24; });
    };
    for (std::uint32_t from = 0; from < kHonest; from += 7) {
      CHECK(sybils_found({}, from) == kReplicas);
      CHECK(sybils_found({&origins, 1}, from) == 1);
      CHECK(sybils_found({&origins, 2}, from) == 2);
    }
  }
}

TEST_CASE("lookup: a node is found behind any number of one origin", "[unit][overlay]") {
  const OneAttacker origins;
  const OverlayId key{sha256(Bytes{7})};
  RoutingWorld world = RoutingWorld::besieged(kHonest, 12, key, {&origins, 1}, 7);
  for (std::uint32_t to = 0; to < world.size(); ++to) {
    CHECK(world.look_up(3, world.id(to), {3, 1, 3, true}).found);
  }
}

TEST_CASE("lookup: only who was asked is heard, once, and no more than it was asked for",
          "[unit][overlay]") {
  RoutingWorld world = RoutingWorld::consistent(40, 2, 2, 29);
  Lookup lookup;
  lookup.start(world.id(30), {2, 1, 2, false}, {world.id(0), {0}, true}, world.table(0));
  std::vector<Neighbour> questions;
  lookup.append_questions(questions);
  REQUIRE(questions.size() == 1);
  const Neighbour asked = questions.front();
  Neighbour other = asked;
  other.endpoint.value += 1;
  CHECK_FALSE(lookup.answered(other, {}));
  const std::vector<Neighbour> many(3, Neighbour{world.id(30), {30}, true});
  CHECK_FALSE(lookup.answered(asked, many));
  CHECK(lookup.answered(asked, {}));
  CHECK_FALSE(lookup.answered(asked, {}));
}

}  // namespace callo
