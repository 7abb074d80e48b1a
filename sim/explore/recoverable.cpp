#include "sim/explore/recoverable.hpp"

#include <algorithm>
#include <map>

#include "sim/scenario/selectors.hpp"

namespace callo::sim {

namespace {

// What was durable survives a crash, whatever becomes of the tail.
bool damages_disk(const FaultSpec& fault) {
  return fault.kind.starts_with("disk_");
}

class CoreFinder {
 public:
  CoreFinder(const ScenarioSpec& spec, const std::vector<NodeRow>& rows)
      : spec_{spec}, map_{spec.network} {
    for (const NodeRow& row : rows) {
      nodes_.insert(row.node);
      for (const std::uint32_t neighbour : row.neighbours) {
        links_.insert({row.node, neighbour});
        links_.insert({neighbour, row.node});
      }
    }
  }

  std::set<std::uint32_t> find() {
    for (const TraitorSpec& traitor : spec_.traitors) {
      exclude(traitor.nodes);
    }
    for (const FaultSpec& fault : spec_.faults) {
      if (outlasts_healing(fault)) {
        suffer(fault);
      }
      if (damages_disk(fault)) {
        note_damage(fault.nodes);
      }
    }
    std::set<std::uint32_t> core = heaviest_component();
    const bool has_whole_copy = std::any_of(
        core.begin(), core.end(), [&](std::uint32_t node) { return !damaged_.contains(node); });
    return has_quorum(core) && has_whole_copy ? core : std::set<std::uint32_t>{};
  }

 private:
  bool outlasts_healing(const FaultSpec& fault) const {
    if (!fault.duration) {
      return true;
    }
    const Duration end = fault.at + *fault.duration;
    return spec_.expect.liveness_after && end > *spec_.expect.liveness_after;
  }

  void exclude(const NodeSelectors& selectors) {
    for (const std::uint32_t node : resolve_nodes(map_, selectors)) {
      nodes_.erase(node);
    }
  }

  // A clock that is off holds nobody back. A link that is not as good as new counts as none.
  void suffer(const FaultSpec& fault) {
    const bool is_of_clock = fault.offset_ms != 0 || fault.drift_ppm != 0;
    if (!fault.nodes.empty()) {
      if (!is_of_clock) {
        exclude(fault.nodes);
      }
    } else if (!fault.groups.empty()) {
      cut_groups(fault.groups);
    } else if (!fault.cities.empty()) {
      cut_cities(fault.cities);
    } else if (!fault.links.empty()) {
      for (const DirectedLink& link : resolve_links(map_, fault.links)) {
        cut(link.from, link.to);
      }
    } else {
      links_.clear();
    }
  }

  void cut(std::uint32_t a, std::uint32_t b) {
    links_.erase({a, b});
    links_.erase({b, a});
  }

  // Nodes of no group stand on the side of none: one group alone is cut from all others.
  void cut_groups(const std::vector<NodeSelectors>& groups) {
    std::map<std::uint32_t, std::size_t> side;
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (const std::uint32_t node : resolve_nodes(map_, groups[i])) {
        side[node] = i + 1;
      }
    }
    const bool is_one = groups.size() == 1;
    for (std::uint32_t a = 0; a < map_.nodes(); ++a) {
      for (std::uint32_t b = 0; b < a; ++b) {
        const bool are_both_in = side.contains(a) && side.contains(b);
        if ((are_both_in || is_one) && side[a] != side[b]) {
          cut(a, b);
        }
      }
    }
  }

  void cut_cities(const std::vector<std::string>& cities) {
    const auto is_in = [&](std::uint32_t node) {
      return std::find(cities.begin(), cities.end(), map_.city(node)) != cities.end();
    };
    for (std::uint32_t a = 0; a < map_.nodes(); ++a) {
      for (std::uint32_t b = 0; b < a; ++b) {
        if (map_.city(a) != map_.city(b) && (is_in(a) || is_in(b))) {
          cut(a, b);
        }
      }
    }
  }

  std::set<std::uint32_t> component_of(std::uint32_t start) const {
    std::set<std::uint32_t> reached{start};
    std::vector<std::uint32_t> frontier{start};
    while (!frontier.empty()) {
      const std::uint32_t from = frontier.back();
      frontier.pop_back();
      for (const std::uint32_t to : nodes_) {
        if (links_.contains({from, to}) && reached.insert(to).second) {
          frontier.push_back(to);
        }
      }
    }
    return reached;
  }

  std::set<std::uint32_t> heaviest_component() const {
    std::set<std::uint32_t> heaviest;
    for (const std::uint32_t node : nodes_) {
      std::set<std::uint32_t> component = component_of(node);
      if (power_of(component) > power_of(heaviest)) {
        heaviest = std::move(component);
      }
    }
    return heaviest;
  }

  // At the end, when all orders have been carried out.
  std::int64_t power_at_end(std::uint32_t node) const {
    std::int64_t power = 1;
    Duration latest{-1};
    for (const ValidatorChangeSpec& change : spec_.validator_changes) {
      const std::vector<std::uint32_t> changed = resolve_nodes(map_, change.nodes);
      const bool is_changed = std::find(changed.begin(), changed.end(), node) != changed.end();
      if (is_changed && change.at > latest) {
        power = change.power;
        latest = change.at;
      }
    }
    return power;
  }

  std::int64_t power_of(const std::set<std::uint32_t>& nodes) const {
    std::int64_t power = 0;
    for (const std::uint32_t node : nodes) {
      power += power_at_end(node);
    }
    return power;
  }

  bool has_quorum(const std::set<std::uint32_t>& core) const {
    std::int64_t all = 0;
    for (std::uint32_t node = 0; node < map_.nodes(); ++node) {
      all += power_at_end(node);
    }
    return 3 * power_of(core) > 2 * all;
  }

  void note_damage(const NodeSelectors& selectors) {
    for (const std::uint32_t node : resolve_nodes(map_, selectors)) {
      damaged_.insert(node);
    }
  }

  const ScenarioSpec& spec_;
  NodeMap map_;
  std::set<std::uint32_t> nodes_;  // honest, and held back by nothing
  std::set<std::pair<std::uint32_t, std::uint32_t>> links_;
  std::set<std::uint32_t> damaged_;  // whose disk may lack what was durable
};

}  // namespace

std::set<std::uint32_t> recoverable_core(const ScenarioSpec& spec,
                                         const std::vector<NodeRow>& neighbours) {
  return CoreFinder{spec, neighbours}.find();
}

void forgive_hopeless_stalls(const ScenarioSpec& spec, RunRecord& record) {
  const std::set<std::uint32_t> core = recoverable_core(spec, record.nodes);
  std::erase_if(record.violations, [&](const ViolationRow& row) {
    return row.claim == "liveness" && row.node && !core.contains(*row.node);
  });
}

}  // namespace callo::sim
