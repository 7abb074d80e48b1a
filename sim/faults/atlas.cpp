#include "sim/faults/atlas.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "sim/faults/registry.hpp"

namespace callo::sim {

namespace {

// A link that loses more than this cannot be relied on to carry a core.
constexpr std::uint32_t kLossPpmMax = 500'000;

bool is_active(const FaultSettings& fault, Duration time) {
  return fault.at <= time && (!fault.duration || time < fault.at + *fault.duration);
}

bool contains(const std::vector<EndpointId>& endpoints, std::uint32_t index) {
  return std::find(endpoints.begin(), endpoints.end(), EndpointId{index}) != endpoints.end();
}

Harm harm_of(const FaultSettings& fault) {
  const FaultMaker* maker = find_fault_maker(fault.kind);
  CALLO_CHECK(maker != nullptr);
  return maker->harm;
}

bool stops_nodes(Harm harm) {
  return harm == Harm::crashes_nodes || harm == Harm::silences_nodes;
}

// In which of the groups; a node in none hears everybody.
std::optional<std::size_t> group_of(const FaultSettings& fault, std::uint32_t node) {
  for (std::size_t group = 0; group < fault.groups.size(); ++group) {
    if (contains(fault.groups[group], node)) {
      return group;
    }
  }
  return std::nullopt;
}

bool is_of(const std::vector<std::uint32_t>& cities, std::uint32_t city) {
  return std::find(cities.begin(), cities.end(), city) != cities.end();
}

}  // namespace

FaultAtlas::FaultAtlas(AtlasWorld world) : world_{std::move(world)} {
  CALLO_CHECK(world_.lies.size() == world_.powers.size());
  CALLO_CHECK(world_.neighbours.size() == world_.powers.size());
  CALLO_CHECK(world_.cities.size() >= world_.powers.size());
  for (const std::int64_t power : world_.powers) {
    total_ += power;
  }
}

// What a fault takes grows only where one begins.
Result<void> FaultAtlas::admits(Plan plan) const {
  for (const FaultSettings& fault : plan) {
    if (auto admitted = check_at(plan, fault.at); !admitted) {
      return admitted;
    }
  }
  return {};
}

Result<void> FaultAtlas::admits_once_healed(Plan plan) const {
  return check_at(plan, end_of(plan));
}

Result<void> FaultAtlas::check_at(Plan plan, Duration time) const {
  const std::vector<NodeId> left = core(plan, time);
  if (goes_on(left)) {
    return {};
  }
  std::int64_t power = 0;
  for (const NodeId node : left) {
    power += world_.powers[node.value];
  }
  return fail("at " + std::to_string(time / std::chrono::milliseconds{1}) +
              " ms the connected honest core holds " + std::to_string(power) + " of " +
              std::to_string(total_) + " power, of which " + std::to_string(world_.corruptible) +
              " may be corrupted: not more than two thirds");
}

bool FaultAtlas::goes_on(std::span<const NodeId> core) const {
  std::int64_t power = 0;
  for (const NodeId node : core) {
    power += world_.powers[node.value];
  }
  return 3 * (power - world_.corruptible) > 2 * total_;
}

// A node that lost its records follows until the others have gone on without it: for them it is
// down from then on.
bool FaultAtlas::is_stopped(const FaultSettings& fault, std::uint32_t node, Duration time) const {
  const bool is_lost = loses_records(fault.disk) && fault.at <= time;
  return stops_nodes(harm_of(fault)) && contains(fault.nodes, node) &&
         (is_lost || is_active(fault, time));
}

bool FaultAtlas::is_cut(const FaultSettings& fault, std::uint32_t from, std::uint32_t to) const {
  const Place source{{from}, world_.cities[from]};
  const Place target{{to}, world_.cities[to]};
  const auto is_named = [&] {
    return std::any_of(fault.links.begin(), fault.links.end(),
                       [&](const LinkScope& link) { return link.covers(source, target); });
  };
  switch (harm_of(fault)) {
    case Harm::cuts_links:
      return is_named();
    case Harm::loses_or_not:
      return fault.probability_ppm > kLossPpmMax && (fault.links.empty() || is_named());
    case Harm::cuts_cities:
      return is_of(fault.cities, source.city) != is_of(fault.cities, target.city);
    case Harm::cuts_groups: {
      const auto a = group_of(fault, from);
      const auto b = group_of(fault, to);
      return a && b && *a != *b;
    }
    case Harm::none:
    case Harm::crashes_nodes:
    case Harm::silences_nodes:
      return false;
  }
  return false;
}

std::vector<std::uint32_t> FaultAtlas::reached_from(std::uint32_t start, std::vector<bool>& is_left,
                                                    Plan active) const {
  std::vector<std::uint32_t> reached{start};
  is_left[start] = false;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    const std::uint32_t from = reached[next];
    for (const std::uint32_t to : world_.neighbours[from]) {
      const bool is_open = is_left[to] && std::none_of(active.begin(), active.end(), [&](auto& f) {
                             return is_cut(f, from, to) || is_cut(f, to, from);
                           });
      if (is_open) {
        is_left[to] = false;
        reached.push_back(to);
      }
    }
  }
  return reached;
}

std::int64_t FaultAtlas::power_of(std::span<const std::uint32_t> nodes) const {
  std::int64_t power = 0;
  for (const std::uint32_t node : nodes) {
    power += world_.powers[node];
  }
  return power;
}

std::vector<NodeId> FaultAtlas::core(Plan plan, Duration time) const {
  std::vector<FaultSettings> active;
  std::copy_if(plan.begin(), plan.end(), std::back_inserter(active),
               [time](const FaultSettings& fault) { return is_active(fault, time); });
  std::vector<bool> is_left(world_.powers.size());
  for (std::uint32_t node = 0; node < is_left.size(); ++node) {
    is_left[node] = !world_.lies[node] && std::none_of(plan.begin(), plan.end(), [&](auto& fault) {
      return is_stopped(fault, node, time);
    });
  }
  std::vector<std::uint32_t> best;
  for (std::uint32_t node = 0; node < is_left.size(); ++node) {
    if (is_left[node]) {
      std::vector<std::uint32_t> reached = reached_from(node, is_left, active);
      const std::int64_t more = power_of(reached) - power_of(best);
      if (more > 0 || (more == 0 && reached.size() > best.size())) {
        best = std::move(reached);
      }
    }
  }
  std::sort(best.begin(), best.end());
  std::vector<NodeId> core;
  for (const std::uint32_t node : best) {
    core.push_back(NodeId{node});
  }
  return core;
}

std::size_t FaultAtlas::crashed(Plan plan, Duration time) const {
  std::size_t count = 0;
  for (std::uint32_t node = 0; node < world_.powers.size(); ++node) {
    count += std::any_of(plan.begin(), plan.end(), [&](const FaultSettings& fault) {
      return harm_of(fault) == Harm::crashes_nodes && is_stopped(fault, node, time);
    });
  }
  return count;
}

Duration end_of(std::span<const FaultSettings> plan) {
  Duration end{};
  for (const FaultSettings& fault : plan) {
    end = std::max(end, fault.at + fault.duration.value_or(Duration{}));
  }
  return end;
}

}  // namespace callo::sim
