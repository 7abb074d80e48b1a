#include "sim/faults/fault_plan.hpp"
#include "sim/faults/registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/faults/fake_world.hpp"

namespace callo::sim::test {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// Runs a plan on the fake world, with a look at it every so often.
class PlanRun {
 public:
  explicit PlanRun(FaultSettings settings) : plan_{{std::move(settings)}} {
    plan_.schedule(
        [this](Duration time, std::function<void()> action) {
          queue_.emplace(time, std::move(action));
        },
        world);
  }

  void run_to(Duration time) {
    while (!queue_.empty() && queue_.begin()->first <= time) {
      const auto action = queue_.begin()->second;
      queue_.erase(queue_.begin());
      action();
    }
  }

  const Fault& fault() const { return *plan_.faults()[0]; }

  FakeWorld world;

 private:
  FaultPlan plan_;
  std::multimap<Duration, std::function<void()>> queue_;
};

std::vector<LinkScope> both_ways(std::uint32_t a, std::uint32_t b) {
  return {LinkScope::between({a}, {b}), LinkScope::between({b}, {a})};
}

}  // namespace

TEST_CASE("stages: down, then lossy and longer, then restored", "[unit]") {
  PlanRun run{
      {.id = "cut",
       .kind = "link_down",
       .at = seconds{1},
       .duration = seconds{10},
       .links = both_ways(0, 5),
       .stages = {{.at = seconds{2}, .is_down = true},
                  {.at = seconds{5}, .loss_ppm = 50'000, .extra_round_trip = milliseconds{100}}}}};
  run.run_to(seconds{2});
  CHECK_FALSE(run.world.blocked(0, 5));
  run.run_to(seconds{3});
  CHECK(run.world.blocked(0, 5));
  run.run_to(seconds{6});
  CHECK_FALSE(run.world.blocked(0, 5));
  CHECK(run.world.impairment(5, 0).loss_ppm == 50'000);
  CHECK(run.world.impairment(5, 0).extra_delay == milliseconds{50});
  run.run_to(seconds{11});
  CHECK(run.world.impairment(5, 0) == Impairment{});
}

TEST_CASE("cable_cut: one link for certain, the others by their common cause", "[unit]") {
  std::vector<LinkScope> links = both_ways(0, 5);
  for (const LinkScope& link : both_ways(1, 4)) {
    links.push_back(link);
  }
  int others = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    FakeWorld world;
    const auto cut =
        find_fault_maker("cable_cut")
            ->make(
                {.kind = "cable_cut", .links = links, .common_cause_ppm = 250'000, .seed = seed});
    cut->start(world);
    CHECK(world.blocked(0, 5) == world.blocked(5, 0));
    CHECK(world.blocked(1, 4) == world.blocked(4, 1));
    CHECK((world.blocked(0, 5) || world.blocked(1, 4)));
    others += world.blocked(0, 5) && world.blocked(1, 4) ? 1 : 0;
    cut->stop(world);
    CHECK_FALSE(world.blocked(0, 5));
    CHECK_FALSE(world.blocked(1, 4));
  }
  // 100 expected, standard deviation 8.7.
  CHECK(others > 60);
  CHECK(others < 140);
}

TEST_CASE("flapping_link: down and up in turn, and up in the end", "[unit]") {
  PlanRun run{{.kind = "flapping_link",
               .duration = seconds{5},
               .links = both_ways(0, 5),
               .period = seconds{2}}};
  run.run_to(seconds{1});
  CHECK(run.world.blocked(0, 5));
  run.run_to(seconds{3});
  CHECK_FALSE(run.world.blocked(0, 5));
  run.run_to(milliseconds{4'500});
  CHECK(run.world.blocked(0, 5));
  run.run_to(seconds{20});
  CHECK_FALSE(run.world.blocked(0, 5));
}

TEST_CASE("swizzle_clog: one more clogged each period, then one less", "[unit]") {
  PlanRun run{{.kind = "swizzle_clog",
               .duration = seconds{20},
               .nodes = {{0}, {1}, {2}},
               .endpoints_total = 6,
               .period = seconds{1},
               .seed = 7}};
  const auto clogged = [&] {
    int count = 0;
    for (std::uint32_t node = 0; node < 3; ++node) {
      CHECK(run.world.clogged(node, 5) == run.world.clogged(5, node));
      count += run.world.clogged(node, 5) ? 1 : 0;
    }
    return count;
  };
  Duration time{};
  for (const int expected : {1, 2, 3, 2, 1, 0, 0}) {
    run.run_to(time);
    CHECK(clogged() == expected);
    time += seconds{1};
  }
  CHECK_FALSE(run.world.links.has_clogs());
}

TEST_CASE("crash: a refused disk is replaced when it is time to rejoin", "[unit]") {
  PlanRun run{{.kind = "crash",
               .duration = seconds{10},
               .nodes = {{1}},
               .disk = Disk::corrupt,
               .rejoin = seconds{4}}};
  run.run_to(seconds{5});
  CHECK(run.world.down.contains({1}));
  CHECK(run.fault().outcome().empty());
  run.run_to(seconds{6});
  CHECK(run.world.down.contains({1}));
  CHECK(run.fault().outcome() == "n1 refused to start: damaged");
  run.run_to(seconds{10});
  CHECK_FALSE(run.world.down.contains({1}));
  CHECK(run.world.last_disk == Disk::wiped);
}

TEST_CASE("crash: one that waits to rejoin stays down while another fault keeps it so", "[unit]") {
  FakeWorld world;
  const auto crash = find_fault_maker("crash")->make({.kind = "crash",
                                                      .duration = seconds{10},
                                                      .nodes = {{1}},
                                                      .disk = Disk::corrupt,
                                                      .rejoin = seconds{4}});
  const auto other = find_fault_maker("crash")->make({.kind = "crash", .nodes = {{1}}});
  crash->start(world);
  crash->change(world);
  other->start(world);
  crash->stop(world);
  CHECK(world.down.contains({1}));
  other->stop(world);
  CHECK_FALSE(world.down.contains({1}));
  CHECK(world.last_disk == Disk::wiped);
}

TEST_CASE("crash_in_write: goes down at its next write only, and comes back", "[unit]") {
  PlanRun run{{.kind = "crash_in_write", .duration = seconds{10}, .nodes = {{1}, {2}}}};
  run.run_to(seconds{1});
  CHECK(run.world.down.empty());
  run.world.write({1});
  CHECK(run.world.down == std::set<EndpointId>{{1}});
  run.run_to(seconds{10});
  CHECK(run.world.down.empty());
  CHECK(run.world.last_disk == Disk::torn_anywhere);
  run.world.write({2});
  CHECK(run.world.down.empty());
  CHECK(run.fault().fired(run.world) == 1);
}

TEST_CASE("full_disk: every life ends at its first write until there is room", "[unit]") {
  PlanRun run{{.kind = "full_disk", .duration = seconds{5}, .nodes = {{1}}, .period = seconds{2}}};
  run.run_to(seconds{1});
  run.world.write({1});
  CHECK(run.world.down.contains({1}));
  run.run_to(seconds{2});
  CHECK_FALSE(run.world.down.contains({1}));
  run.world.write({1});
  CHECK(run.world.down.contains({1}));
  run.run_to(seconds{5});
  CHECK_FALSE(run.world.down.contains({1}));
  run.world.write({1});
  CHECK_FALSE(run.world.down.contains({1}));
  CHECK(run.fault().fired(run.world) == 2);
}

TEST_CASE("outages: a place goes down and comes back as one", "[unit]") {
  for (const char* kind : {"site_outage", "city_outage", "country_outage"}) {
    FakeWorld world;
    const auto outage =
        find_fault_maker(kind)->make({.kind = kind, .nodes = {{2}, {3}}, .disk = Disk::torn_tail});
    outage->start(world);
    CHECK(world.down == std::set<EndpointId>{{2}, {3}});
    outage->stop(world);
    CHECK(world.down.empty());
    CHECK(world.last_disk == Disk::torn_tail);
  }
}

TEST_CASE("slow_node and bandwidth_cut: the worst of several holds", "[unit]") {
  FakeWorld world;
  const auto slow =
      find_fault_maker("slow_node")->make({.kind = "slow_node", .nodes = {{1}}, .factor = 3});
  const auto slower =
      find_fault_maker("slow_node")->make({.kind = "slow_node", .nodes = {{1}}, .factor = 9});
  slow->start(world);
  slower->start(world);
  CHECK(world.slowness[{1}] == 9);
  slower->stop(world);
  CHECK(world.slowness[{1}] == 3);
  slow->stop(world);
  CHECK(world.slowness[{1}] == 1);
  const auto narrow = find_fault_maker("bandwidth_cut")
                          ->make({.kind = "bandwidth_cut", .nodes = {{1}}, .bits_per_s = 500});
  const auto narrower = find_fault_maker("bandwidth_cut")
                            ->make({.kind = "bandwidth_cut", .nodes = {{1}}, .bits_per_s = 100});
  narrow->start(world);
  narrower->start(world);
  CHECK(world.bandwidth[{1}] == 100);
  narrow->stop(world);
  CHECK(world.bandwidth[{1}] == 100);
  narrower->stop(world);
  CHECK_FALSE(world.bandwidth[{1}].has_value());
}

TEST_CASE("clock_sine and clock_strobe: swing within the offset and end where they began",
          "[unit]") {
  for (const char* kind : {"clock_sine", "clock_strobe"}) {
    PlanRun run{{.kind = kind,
                 .duration = seconds{10},
                 .nodes = {{1}},
                 .offset = milliseconds{800},
                 .period = seconds{4}}};
    Duration least{};
    Duration most{};
    for (Duration time{}; time < seconds{10}; time += milliseconds{100}) {
      run.run_to(time);
      least = std::min(least, run.world.offsets[{1}]);
      most = std::max(most, run.world.offsets[{1}]);
    }
    CHECK(most == milliseconds{800});
    CHECK(least == (std::string_view{kind} == "clock_sine" ? -milliseconds{800} : Duration{}));
    run.run_to(seconds{10});
    CHECK(run.world.offsets[{1}] == Duration{});
  }
}

TEST_CASE("corruption: an impairment of its own, counted by the network", "[unit]") {
  FakeWorld world;
  const auto fault =
      find_fault_maker("corruption")->make({.kind = "corruption", .probability_ppm = 500'000});
  world.happened.corrupted = 4;
  fault->start(world);
  CHECK(world.impairment(0, 5).corrupt_ppm == 500'000);
  world.happened.corrupted = 10;
  CHECK(fault->fired(world) == 6);
  fault->stop(world);
  CHECK(world.impairment(0, 5) == Impairment{});
}

}  // namespace callo::sim::test
