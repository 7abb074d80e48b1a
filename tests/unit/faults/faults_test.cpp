#include "sim/faults/fault_plan.hpp"
#include "sim/faults/registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/faults/fake_world.hpp"

namespace callo::sim::test {

namespace {

using std::chrono::milliseconds;

std::unique_ptr<Fault> make(FaultSettings settings) {
  return find_fault_maker(settings.kind)->make(std::move(settings));
}

}  // namespace

TEST_CASE("crash: nodes stop and start again from the disk they were given", "[unit]") {
  FakeWorld world;
  const auto fault = make({.kind = "crash", .nodes = {{1}, {2}}, .disk = Disk::unsynced_lost});
  fault->start(world);
  CHECK(world.down == std::set<EndpointId>{{1}, {2}});
  fault->stop(world);
  CHECK(world.down.empty());
  CHECK(world.last_disk == Disk::unsynced_lost);
  CHECK(fault->fired(world) == 2);
  CHECK(fault->target() == "n1 n2");
}

TEST_CASE("clock_step: overlapping steps add up and each is taken back", "[unit]") {
  FakeWorld world;
  const auto ahead = make({.kind = "clock_step", .nodes = {{1}, {2}}, .offset = milliseconds{700}});
  const auto back = make({.kind = "clock_step", .nodes = {{2}}, .offset = -milliseconds{200}});
  ahead->start(world);
  back->start(world);
  CHECK(world.offsets[{1}] == milliseconds{700});
  CHECK(world.offsets[{2}] == milliseconds{500});
  ahead->stop(world);
  CHECK(world.offsets[{1}] == Duration{});
  CHECK(world.offsets[{2}] == -milliseconds{200});
  back->stop(world);
  CHECK(world.offsets[{2}] == Duration{});
  CHECK(ahead->fired(world) == 2);
  CHECK(back->target() == "n2");
}

TEST_CASE("clock_drift: overlapping drifts add up and each is taken back", "[unit]") {
  FakeWorld world;
  const auto fast = make({.kind = "clock_drift", .nodes = {{1}, {2}}, .drift_ppm = 500});
  const auto slow = make({.kind = "clock_drift", .nodes = {{2}}, .drift_ppm = -800});
  fast->start(world);
  slow->start(world);
  CHECK(world.drifts_ppm[{1}] == 500);
  CHECK(world.drifts_ppm[{2}] == -300);
  fast->stop(world);
  CHECK(world.drifts_ppm[{2}] == -800);
  slow->stop(world);
  CHECK(world.drifts_ppm[{2}] == 0);
  CHECK(fast->fired(world) == 2);
}

TEST_CASE("crash: overlapping crashes keep a node down until the last is over", "[unit]") {
  FakeWorld world;
  const auto first = make({.kind = "crash", .nodes = {{1}}, .disk = Disk::unsynced_lost});
  const auto second = make({.kind = "crash", .nodes = {{1}}, .disk = Disk::kept});
  first->start(world);
  second->start(world);
  first->stop(world);
  CHECK(world.down.contains({1}));
  second->stop(world);
  CHECK_FALSE(world.down.contains({1}));
  CHECK(world.last_disk == Disk::unsynced_lost);
  CHECK(second->fired(world) == 0);
  second->start(world);
  second->stop(world);
  CHECK(world.last_disk == Disk::kept);
}

TEST_CASE("pause: overlaps with pauses and crashes end in any order", "[unit]") {
  FakeWorld world;
  const auto pause = make({.kind = "pause", .nodes = {{1}}});
  const auto longer = make({.kind = "pause", .nodes = {{1}}});
  const auto crash = make({.kind = "crash", .nodes = {{1}}});
  pause->start(world);
  longer->start(world);
  pause->stop(world);
  CHECK(world.paused.contains({1}));
  crash->start(world);
  CHECK(world.paused.empty());
  crash->stop(world);
  CHECK(world.paused.contains({1}));
  longer->stop(world);
  CHECK(world.paused.empty());
  crash->start(world);
  pause->start(world);
  pause->stop(world);
  crash->stop(world);
  CHECK(world.paused.empty());
  CHECK(pause->fired(world) == 1);
}

TEST_CASE("link_down: blocks its directions and counts what was blocked meanwhile", "[unit]") {
  FakeWorld world;
  const auto fault = make({.kind = "link_down", .links = {LinkScope::between({0}, {5})}});
  const auto again = make({.kind = "link_down", .links = {LinkScope::between({0}, {5})}});
  world.happened.blocked = 7;
  fault->start(world);
  again->start(world);
  CHECK(world.blocked(0, 5));
  CHECK_FALSE(world.blocked(5, 0));
  world.happened.blocked = 10;
  CHECK(fault->fired(world) == 3);
  again->stop(world);
  CHECK(world.blocked(0, 5));
  fault->stop(world);
  world.happened.blocked = 20;
  CHECK_FALSE(world.blocked(0, 5));
  CHECK(fault->fired(world) == 3);
}

TEST_CASE("region_cut: cuts the cities from all others but not from each other", "[unit]") {
  FakeWorld world;
  const auto fault = make({.kind = "region_cut", .cities = {0, 1}, .cities_total = 3});
  fault->start(world);
  CHECK(world.blocked(0, 4));
  CHECK(world.blocked(5, 3));
  CHECK_FALSE(world.blocked(0, 1));
  CHECK_FALSE(world.blocked(0, 2));
  CHECK_FALSE(world.blocked(4, 5));
  fault->stop(world);
  CHECK_FALSE(world.blocked(0, 4));
}

TEST_CASE("partition: cuts every pair of groups, or only what the first one sends", "[unit]") {
  FakeWorld world;
  const std::vector<std::vector<EndpointId>> groups{{{0}}, {{1}, {2}}, {{3}}};
  const auto both = make({.kind = "partition", .groups = groups});
  both->start(world);
  CHECK(world.blocked(0, 2));
  CHECK(world.blocked(2, 0));
  CHECK(world.blocked(1, 3));
  CHECK_FALSE(world.blocked(1, 2));
  CHECK_FALSE(world.blocked(4, 0));
  CHECK(both->target() == "n0 | n1 n2 | n3");
  both->stop(world);
  CHECK_FALSE(world.blocked(0, 2));
  const auto one_way = make({.kind = "partition", .groups = groups, .is_one_way = true});
  one_way->start(world);
  CHECK(world.blocked(0, 1));
  CHECK_FALSE(world.blocked(1, 0));
  CHECK_FALSE(world.blocked(1, 3));
}

TEST_CASE("impairments: compose while they overlap and are gone afterwards", "[unit]") {
  FakeWorld world;
  using std::chrono::milliseconds;
  const std::vector<LinkScope> links{LinkScope::between({0}, {1})};
  const auto loss = make({.kind = "loss", .links = links, .probability_ppm = 500'000});
  const auto more = make({.kind = "loss", .probability_ppm = 500'000});
  const auto twice = make({.kind = "duplication", .links = links, .probability_ppm = 1'000});
  const auto late = make({.kind = "delay", .links = links, .delay = milliseconds{5}});
  const auto mixed = make(
      {.kind = "reordering", .links = links, .probability_ppm = 9'000, .delay = milliseconds{7}});
  for (const auto* fault : {&loss, &more, &twice, &late, &mixed}) {
    (*fault)->start(world);
  }
  const Impairment both = world.impairment(0, 1);
  CHECK(both.loss_ppm == 750'000);
  CHECK(both.duplicate_ppm == 1'000);
  CHECK(both.extra_delay == milliseconds{5});
  CHECK(both.reorder_ppm == 9'000);
  CHECK(both.reorder_window == milliseconds{7});
  CHECK(world.impairment(1, 0).loss_ppm == 500'000);
  world.happened = {0, 11, 13};
  CHECK(loss->fired(world) == 11);
  CHECK(twice->fired(world) == 13);
  CHECK(late->fired(world) == 1);
  for (const auto* fault : {&loss, &more, &twice, &late, &mixed}) {
    (*fault)->stop(world);
  }
  CHECK(world.impairment(0, 1) == Impairment{});
}

TEST_CASE("fault_plan: starts and stops at their times and knows when it is over", "[unit]") {
  using std::chrono::seconds;
  FaultSettings crash{.kind = "crash", .at = seconds{3}, .duration = seconds{4}, .nodes = {{0}}};
  FaultSettings delay{.kind = "delay", .at = seconds{1}, .duration = seconds{2}};
  FaultPlan plan{{crash, delay}};
  FakeWorld world;
  std::multimap<Duration, std::function<void()>> agenda;
  plan.schedule([&](Duration at, std::function<void()> act) { agenda.emplace(at, std::move(act)); },
                world);
  CHECK(agenda.size() == 4);
  CHECK(plan.healed_at() == seconds{7});
  for (const auto& [time, act] : agenda) {
    act();
    CHECK(world.down.contains({0}) == (time >= seconds{3} && time < seconds{7}));
  }
  crash.duration.reset();
  CHECK_FALSE(FaultPlan{{crash}}.healed_at().has_value());
  CHECK(FaultPlan{{}}.healed_at() == Duration{});
}

TEST_CASE("registry: makes every fault of the scenario format", "[unit]") {
  for (const char* kind : {"crash", "pause", "link_down", "region_cut", "partition", "loss",
                           "delay", "duplication", "reordering"}) {
    REQUIRE(find_fault_maker(kind) != nullptr);
    CHECK(make({.kind = kind})->settings().kind == kind);
  }
  CHECK(fault_makers().size() == 25);
  CHECK(find_fault_maker("earthquake") == nullptr);
}

}  // namespace callo::sim::test
