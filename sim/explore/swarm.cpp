#include "sim/explore/swarm.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "sim/engine/random_stream.hpp"
#include "sim/explore/knobs.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/selectors.hpp"
#include "sim/scenario/written_out.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr Duration kMargin = std::chrono::seconds(1);

class SwarmDraw {
 public:
  SwarmDraw(const ScenarioSpec& base, std::uint64_t seed, ExploreMode mode)
      : spec_{base}, seed_{seed}, mode_{mode} {}

  ScenarioSpec draw() {
    draw_phases();
    for (const Knob& knob : knobs()) {
      turn(knob);
    }
    mend_combinations();
    draw_roles();
    spec_ = written_out(std::move(spec_), seed_);
    align_some();
    mode_ == ExploreMode::unlimited ? remove_limits() : make_some_permanent();
    spec_.explore = {explored_features(), {}, ExploreSpec{}.faults_max};
    describe();
    return std::move(spec_);
  }

 private:
  RandomStream stream(std::string_view what) const {
    return RandomStream{seed_, Purpose::of("explore"), Purpose::of(what).value};
  }

  bool may_vary(std::string_view feature) const {
    const auto& vary = spec_.explore.vary;
    return std::find(vary.begin(), vary.end(), feature) != vary.end();
  }

  // The number of nodes is always drawn: it is chosen from a list.
  void turn(const Knob& knob) {
    RandomStream random = stream(knob.feature);
    const bool is_on = random.below(2) == 0 || knob.feature == "nodes";
    if (may_vary(knob.feature) && is_on) {
      knob.turn(spec_, random);
    }
  }

  // What two knobs together would make invalid.
  void mend_combinations() {
    TopologySpec& topology = spec_.network.topology;
    ConsensusSpec& consensus = spec_.consensus;
    topology.extra_links = std::min(topology.extra_links, topology.nodes - 1);
    if (consensus.dissemination == Dissemination::direct &&
        topology.kind != TopologyKind::complete) {
      consensus.dissemination = Dissemination::flood;
    }
    const ConsensusSpec standard;
    const bool exchanges = consensus.dissemination == Dissemination::exchange;
    if (!exchanges) {
      consensus.exchange_timeout = standard.exchange_timeout;
      consensus.exchange_order = standard.exchange_order;
    }
    if (!exchanges && consensus.dissemination != Dissemination::tree) {
      consensus.trees = standard.trees;
    }
  }

  // Chaos up to a time, then the bound of progress, and a little more for it to be seen to break.
  void draw_phases() {
    RandomStream random = stream("phases");
    const Duration latest = spec_.expect.liveness_after.value_or(spec_.duration / 2);
    const Duration healed{random.between(latest.count() / 4, latest.count())};
    spec_.random.until = healed;
    spec_.random.from = std::min(spec_.random.from, healed / 2);
    spec_.expect.liveness_after = healed;
    spec_.duration = std::min(spec_.duration, healed + spec_.expect.liveness_bound + kMargin);
  }

  // A family of faults is told by what its kinds are aimed at.
  static std::string family_of(const std::string& kind) {
    const Kind* found = find_kind(fault_kinds(), kind);
    return found == nullptr || found->needs.empty() ? "" : found->needs.back();
  }

  std::vector<std::string> draw_families(const std::vector<std::string>& kinds) {
    std::map<std::string, bool> is_on;
    std::vector<std::string> left;
    for (const std::string& kind : kinds) {
      const std::string family = family_of(kind);
      if (!is_on.contains(family)) {
        is_on[family] = stream("family " + family).below(2) == 0;
      }
      if (is_on[family]) {
        left.push_back(kind);
      }
    }
    return left;
  }

  std::uint32_t traitors_max() const {
    const std::uint32_t nodes = spec_.network.topology.nodes;
    const std::uint32_t voting = spec_.validator_changes.empty() ? nodes : nodes - 1;
    const NodeMap map{spec_.network};
    std::set<std::uint32_t> taken;
    for (const TraitorSpec& traitor : spec_.traitors) {
      for (const std::uint32_t node : resolve_nodes(map, traitor.nodes)) {
        taken.insert(node);
      }
    }
    const auto tolerated = (voting - 1) / 3;
    const auto played = static_cast<std::uint32_t>(taken.size());
    return tolerated - std::min(tolerated, played);
  }

  void draw_roles() {
    RandomStream random = stream("roles");
    spec_.random.fault_kinds = draw_families(spec_.random.fault_kinds);
    const bool has_faults = may_vary("faults") && !spec_.random.fault_kinds.empty();
    const auto faults = random.below(std::uint64_t{spec_.explore.faults_max} + 1);
    spec_.random.faults = has_faults ? static_cast<std::uint32_t>(faults) : 0;
    const bool has_traitors = may_vary("traitors") && !spec_.random.traitor_kinds.empty();
    const auto traitors = random.below(std::uint64_t{traitors_max()} + 1);
    spec_.random.traitors = has_traitors ? static_cast<std::uint32_t>(traitors) : 0;
  }

  // Faults of the network that strike at one moment: what one cause brings about together. Of
  // machines the budget says how many may be down at a time.
  void align_some() {
    RandomStream random = stream("common cause");
    if (spec_.faults.size() < 2 || random.below(4) != 0) {
      return;
    }
    const FaultSpec& cause = spec_.faults[random.below(spec_.faults.size())];
    const Duration at = cause.at;
    for (FaultSpec& fault : spec_.faults) {
      if (fault.nodes.empty() && fault.duration && random.below(2) == 0) {
        const Duration end = fault.at + *fault.duration;
        fault.at = std::min(at, fault.at);
        fault.duration = end - fault.at;
      }
    }
  }

  // Nodes that the core can do without: as many as it tolerates beyond the traitors.
  std::set<std::string> draw_lost_nodes(RandomStream& random) const {
    std::set<std::string> lost;
    if (!spec_.validator_changes.empty()) {
      return lost;
    }
    std::vector<std::string> loyal;
    const NodeMap map{spec_.network};
    std::set<std::uint32_t> traitors;
    for (const TraitorSpec& traitor : spec_.traitors) {
      for (const std::uint32_t node : resolve_nodes(map, traitor.nodes)) {
        traitors.insert(node);
      }
    }
    for (std::uint32_t node = 0; node < map.nodes(); ++node) {
      if (!traitors.contains(node)) {
        loyal.push_back("n" + std::to_string(node));
      }
    }
    shuffle(std::span{loyal}, random);
    for (std::uint32_t i = 0; i < traitors_max(); ++i) {
      lost.insert(loyal[i]);
    }
    return lost;
  }

  // TigerBeetle's second phase: faults outside the core stay for ever.
  void make_some_permanent() {
    RandomStream random = stream("permanent");
    const std::set<std::string> lost = draw_lost_nodes(random);
    for (FaultSpec& fault : spec_.faults) {
      const bool is_outside =
          !fault.nodes.empty() && fault.offset_ms == 0 && fault.drift_ppm == 0 &&
          std::all_of(fault.nodes.begin(), fault.nodes.end(),
                      [&](const std::string& node) { return lost.contains(node); });
      if (is_outside && random.below(2) == 0) {
        fault.duration.reset();
        fault.rejoin.reset();
      }
    }
  }

  // Without a budget faults may take anybody down together, and for ever.
  void remove_limits() {
    RandomStream random = stream("unlimited");
    for (FaultSpec& fault : spec_.faults) {
      for (std::uint32_t node = 0; node < spec_.network.topology.nodes; ++node) {
        const std::string name = "n" + std::to_string(node);
        const auto& nodes = fault.nodes;
        const bool is_hit = std::find(nodes.begin(), nodes.end(), name) != nodes.end();
        if (!nodes.empty() && !is_hit && random.below(2) == 0) {
          fault.nodes.push_back(name);
        }
      }
      if (random.below(4) == 0) {
        fault.duration.reset();
        fault.rejoin.reset();
      }
    }
    std::erase(spec_.expect.invariants, "liveness");
    spec_.expect.liveness_after.reset();
  }

  void describe() {
    spec_.description = "seed " + std::to_string(seed_) + " of " + spec_.name + ": " +
                        std::to_string(spec_.network.topology.nodes) + " nodes, " +
                        std::to_string(spec_.faults.size()) + " faults, " +
                        std::to_string(spec_.traitors.size()) + " traitors";
  }

  ScenarioSpec spec_;
  std::uint64_t seed_;
  ExploreMode mode_;
};

}  // namespace

ScenarioSpec draw_swarm_scenario(const ScenarioSpec& base, std::uint64_t seed, ExploreMode mode) {
  return SwarmDraw{base, seed, mode}.draw();
}

}  // namespace callo::sim
