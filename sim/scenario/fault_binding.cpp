#include "sim/scenario/fault_binding.hpp"

#include <algorithm>

#include "sim/engine/random_stream.hpp"
#include "sim/scenario/places.hpp"
#include "sim/scenario/risk_groups.hpp"

namespace callo::sim {

namespace {

class FaultBinder {
 public:
  FaultBinder(const NetworkSpec& network, const NodeMap& map, const Cast& cast, std::uint64_t seed)
      : network_{network},
        map_{map},
        directory_{cast.directory()},
        endpoints_total_{static_cast<std::uint32_t>(cast.endpoint_nodes().size())},
        seed_{seed} {}

  FaultSettings bind(const FaultSpec& spec) const {
    FaultSettings settings;
    settings.id = spec.id;
    settings.kind = spec.kind;
    settings.at = spec.at;
    settings.duration = spec.duration;
    settings.nodes = endpoints(hit_nodes(spec));
    settings.endpoints_total = endpoints_total_;
    settings.links = spec.group.empty() ? links(spec.links)
                                        : links_of_group(map_, network_.risk_groups.at(spec.group));
    settings.cities = cities(spec.cities);
    settings.cities_total = static_cast<std::uint32_t>(map_.cities().size());
    settings.groups = groups(spec.groups);
    settings.disk = spec.disk;
    settings.is_one_way = spec.one_way;
    settings.probability_ppm = spec.probability.parts_per_million;
    settings.delay = spec.delay;
    settings.offset = std::chrono::milliseconds{spec.offset_ms};
    settings.drift_ppm = spec.drift_ppm;
    settings.common_cause_ppm = spec.common_cause.parts_per_million;
    settings.period = spec.period;
    settings.factor = spec.factor;
    settings.bits_per_s = spec.bandwidth.bits_per_second;
    settings.seed = RandomStream{seed_, Purpose::of("fault"), Purpose::of(spec.id).value}.next();
    bind_stages(spec, settings);
    if (spec.rejoin) {
      settings.rejoin = spec.rejoin;
      settings.duration = *spec.duration + *spec.rejoin;
    }
    return settings;
  }

 private:
  // The nodes of an outage are those of the place.
  NodeSelectors hit_nodes(const FaultSpec& spec) const {
    if (spec.kind == "site_outage") {
      return network_.sites.at(spec.site);
    }
    if (spec.kind == "city_outage") {
      return spec.cities;
    }
    if (spec.kind != "country_outage") {
      return spec.nodes;
    }
    NodeSelectors cities;
    const std::vector<std::string> country = country_of_cities(map_);
    for (std::size_t city = 0; city < country.size(); ++city) {
      if (std::find(spec.countries.begin(), spec.countries.end(), country[city]) !=
          spec.countries.end()) {
        cities.push_back(map_.cities()[city]);
      }
    }
    return cities;
  }

  // The stage that restores all is the end.
  static void bind_stages(const FaultSpec& spec, FaultSettings& settings) {
    for (const StageSpec& stage : spec.stages) {
      if (stage.restore) {
        settings.duration = stage.at;
      } else {
        settings.stages.push_back(
            {stage.at, stage.down, stage.loss.parts_per_million, stage.extra_rtt});
      }
    }
  }

  std::vector<EndpointId> endpoints(const NodeSelectors& selectors) const {
    std::vector<NodeId> nodes;
    for (const std::uint32_t node : resolve_nodes(map_, selectors)) {
      nodes.push_back(NodeId{node});
    }
    return directory_.endpoints_of(nodes);
  }

  std::vector<LinkScope> links(const LinkSelectors& selectors) const {
    std::vector<LinkScope> scopes;
    for (const DirectedLink& link : resolve_links(map_, selectors)) {
      for (const EndpointId from : directory_.endpoints_of(NodeId{link.from})) {
        for (const EndpointId to : directory_.endpoints_of(NodeId{link.to})) {
          scopes.push_back(LinkScope::between(from, to));
        }
      }
    }
    return scopes;
  }

  std::vector<std::uint32_t> cities(const std::vector<std::string>& names) const {
    std::vector<std::uint32_t> indices;
    for (const std::string& name : names) {
      const auto found = std::find(map_.cities().begin(), map_.cities().end(), name);
      indices.push_back(static_cast<std::uint32_t>(found - map_.cities().begin()));
    }
    return indices;
  }

  // One group alone is cut from all other nodes.
  std::vector<std::vector<EndpointId>> groups(const std::vector<NodeSelectors>& specs) const {
    std::vector<std::vector<EndpointId>> groups;
    for (const NodeSelectors& selectors : specs) {
      groups.push_back(endpoints(selectors));
    }
    if (groups.size() == 1) {
      std::vector<EndpointId> rest;
      for (const EndpointId endpoint : endpoints({"all"})) {
        if (std::find(groups[0].begin(), groups[0].end(), endpoint) == groups[0].end()) {
          rest.push_back(endpoint);
        }
      }
      groups.push_back(std::move(rest));
    }
    return groups;
  }

  const NetworkSpec& network_;
  const NodeMap& map_;
  Directory directory_;
  std::uint32_t endpoints_total_;
  std::uint64_t seed_;
};

}  // namespace

std::vector<FaultSettings> bind_faults(const ScenarioSpec& spec, const NodeMap& map,
                                       const Cast& cast, std::uint64_t seed) {
  const FaultBinder binder{spec.network, map, cast, seed};
  std::vector<FaultSettings> faults;
  for (const FaultSpec& fault : spec.faults) {
    faults.push_back(binder.bind(fault));
  }
  for (const FaultSpec& drawn : draw_faults(spec, map, seed)) {
    faults.push_back(binder.bind(drawn));
  }
  return faults;
}

}  // namespace callo::sim
