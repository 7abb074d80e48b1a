#include "sim/faults/random_plan.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "protocol/base/check.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/engine/swarm.hpp"

namespace callo::sim {

namespace {

constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kDelayMax = 2'000 * kMillisecond;
// Beyond what any clock that is looked after shows, and well within what voters allow a proposer.
constexpr std::int64_t kClockOffsetMax = 3'000 * kMillisecond;
constexpr std::int64_t kDriftPpmMax = 20'000;

class PlanDrawer {
 public:
  explicit PlanDrawer(const RandomPlanSettings& settings)
      : settings_{settings}, random_{settings.seed, Purpose::of("random faults")} {
    CALLO_CHECK(settings.from < settings.until);
    CALLO_CHECK(settings.cities.size() >= 2);
    CALLO_CHECK(settings.crashed_max >= 1);
  }

  std::vector<FaultSettings> draw() {
    std::vector<std::string> kinds = settings_.kinds;
    if (settings_.cities_total < 2) {
      std::erase(kinds, "region_cut");
    }
    CALLO_CHECK(!kinds.empty());
    kinds = draw_swarm(kinds, random_);
    std::vector<FaultSettings> faults;
    for (std::uint32_t number = 1; number <= settings_.faults; ++number) {
      FaultSettings fault;
      fault.kind = kinds[random_.below(kinds.size())];
      fault.id = "random-" + std::to_string(number);
      draw_window(fault);
      draw_target(fault, faults);
      faults.push_back(std::move(fault));
    }
    return faults;
  }

 private:
  void draw_window(FaultSettings& fault) {
    const std::int64_t from = settings_.from.count();
    const std::int64_t until = settings_.until.count();
    const std::int64_t start = random_.between(from, until - 1);
    // Short faults are as likely as long ones: up to the whole rest, but often far less.
    const std::int64_t longest = random_.between(1, until - start);
    fault.at = Duration{start};
    fault.duration = Duration{random_.between((longest + 1) / 2, longest)};
  }

  void draw_target(FaultSettings& fault, const std::vector<FaultSettings>& earlier) {
    if (fault.kind == "crash") {
      draw_crash(fault, earlier);
    } else if (fault.kind == "pause") {
      fault.nodes = {draw_endpoint()};
    } else if (fault.kind == "link_down") {
      draw_link(fault, random_.below(2) == 0);
    } else if (fault.kind == "region_cut") {
      fault.cities = {static_cast<std::uint32_t>(random_.below(settings_.cities_total))};
      fault.cities_total = settings_.cities_total;
    } else if (fault.kind == "clock_step") {
      fault.nodes = {draw_endpoint()};
      fault.offset = Duration{random_.between(-kClockOffsetMax, kClockOffsetMax)};
    } else if (fault.kind == "clock_drift") {
      fault.nodes = {draw_endpoint()};
      fault.drift_ppm = random_.between(-kDriftPpmMax, kDriftPpmMax);
    } else if (fault.kind == "partition") {
      draw_partition(fault);
    } else {
      draw_impairment(fault);
    }
  }

  // A crash that would take one node too many down becomes a repetition of the first crash, which
  // takes down nobody else.
  void draw_crash(FaultSettings& fault, const std::vector<FaultSettings>& earlier) {
    fault.nodes = {draw_endpoint()};
    constexpr std::array kDisks{Disk::kept, Disk::torn_tail, Disk::unsynced_lost};
    fault.disk = kDisks[random_.below(kDisks.size())];
    std::vector<const FaultSettings*> crashes;
    for (const FaultSettings& other : earlier) {
      if (other.kind == "crash") {
        crashes.push_back(&other);
      }
    }
    crashes.push_back(&fault);
    if (down_at_once_max(crashes) > settings_.crashed_max) {
      fault.nodes = crashes.front()->nodes;
      fault.at = crashes.front()->at;
      fault.duration = crashes.front()->duration;
    }
  }

  // The number of nodes that are down grows only where a crash begins.
  static std::size_t down_at_once_max(const std::vector<const FaultSettings*>& crashes) {
    std::size_t most = 0;
    for (const FaultSettings* beginning : crashes) {
      std::set<EndpointId> down;
      for (const FaultSettings* crash : crashes) {
        if (crash->at <= beginning->at && beginning->at < crash->at + *crash->duration) {
          down.insert(crash->nodes.begin(), crash->nodes.end());
        }
      }
      most = std::max(most, down.size());
    }
    return most;
  }

  void draw_link(FaultSettings& fault, bool is_one_way) {
    const EndpointId a = draw_endpoint();
    EndpointId b = draw_endpoint();
    while (b == a) {
      b = draw_endpoint();
    }
    fault.links.push_back(LinkScope::between(a, b));
    if (!is_one_way) {
      fault.links.push_back(LinkScope::between(b, a));
    }
  }

  void draw_partition(FaultSettings& fault) {
    const std::uint64_t size = 1 + random_.below(settings_.cities.size() - 1);
    std::vector<EndpointId> order;
    for (std::uint32_t endpoint = 0; endpoint < settings_.cities.size(); ++endpoint) {
      order.push_back({endpoint});
    }
    for (std::size_t left = order.size(); left > 1; --left) {
      std::swap(order[left - 1], order[random_.below(left)]);
    }
    const auto middle = order.begin() + static_cast<std::ptrdiff_t>(size);
    fault.groups = {{order.begin(), middle}, {middle, order.end()}};
    for (std::vector<EndpointId>& group : fault.groups) {
      std::sort(group.begin(), group.end());
    }
    fault.is_one_way = random_.below(3) == 0;
  }

  void draw_impairment(FaultSettings& fault) {
    // From one in a thousand to nearly all, and often everywhere.
    fault.probability_ppm = static_cast<std::uint32_t>(random_.between(1'000, 900'000));
    fault.delay = Duration{random_.between(kMillisecond, kDelayMax)};
    if (random_.below(2) == 0) {
      draw_link(fault, random_.below(2) == 0);
    }
  }

  EndpointId draw_endpoint() {
    return {static_cast<std::uint32_t>(random_.below(settings_.cities.size()))};
  }

  const RandomPlanSettings& settings_;
  RandomStream random_;
};

}  // namespace

std::vector<FaultSettings> draw_random_plan(const RandomPlanSettings& settings) {
  return PlanDrawer{settings}.draw();
}

}  // namespace callo::sim
