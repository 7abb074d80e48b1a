#include "sim/scenario/network_plan.hpp"

#include <utility>

#include "protocol/base/check.hpp"
#include "sim/engine/random_stream.hpp"
#include "topologies/cities.hpp"
#include "topologies/latency_placement.hpp"

namespace callo::sim {

namespace {

using topologies::CityId;
using topologies::CityTable;

// The reader has refused names that the table does not know.
std::vector<CityId> table_rows(const CityTable& table, const NodeMap& map) {
  std::vector<CityId> rows;
  for (const std::string& name : map.cities()) {
    const Result<CityId> row = table.find(name);
    CALLO_CHECK(row.has_value());
    rows.push_back(*row);
  }
  return rows;
}

std::vector<PathLatency> measured_paths(const NetworkSpec& spec, const CityTable& table,
                                        std::span<const CityId> rows) {
  std::vector<PathLatency> paths;
  for (const CityId from : rows) {
    for (const CityId to : rows) {
      paths.push_back({table.one_way_latency(from, to), spec.jitter.is_measured
                                                            ? table.one_way_jitter(from, to)
                                                            : spec.jitter.mean});
    }
  }
  return paths;
}

std::uint32_t measured_share_ppm(const CityTable& table, std::span<const CityId> rows,
                                 const NodeMap& map) {
  std::vector<CityId> hosts;
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    hosts.push_back(rows[map.city_index(node)]);
  }
  return static_cast<std::uint32_t>(
      topologies::count_provenance_of_all_pairs(table, hosts).measured_ppm());
}

// Fisher and Yates.
std::vector<CubeLabel> shuffled_labels(std::uint32_t nodes, std::uint64_t seed) {
  RandomStream lot{seed, Purpose::of("labels")};
  std::vector<CubeLabel> labels(nodes);
  for (std::uint32_t node = 0; node < nodes; ++node) {
    labels[node] = CubeLabel{node};
  }
  for (std::uint64_t left = nodes; left > 1; --left) {
    std::swap(labels[left - 1], labels[lot.below(left)]);
  }
  return labels;
}

Impairment everywhere(const NetworkSpec& spec) {
  return {spec.loss.parts_per_million, spec.duplication.parts_per_million,
          spec.reordering.parts_per_million, spec.reordering_delay, Duration{}};
}

}  // namespace

OverlayShape overlay_shape(const TopologySpec& spec, std::uint64_t seed) {
  OverlayShape shape;
  shape.kind = spec.kind == TopologyKind::complete ? OverlayKind::complete : OverlayKind::hypercube;
  shape.nodes = spec.nodes;
  shape.extra_links = spec.extra_links;
  shape.seed = seed;
  if (spec.extra_links > 0) {
    shape.placement = spec.placement == Placement::antipodal ? ExtraLinkPlacement::antipodal
                      : spec.placement == Placement::random  ? ExtraLinkPlacement::random
                                                             : ExtraLinkPlacement::none;
  }
  return shape;
}

CubePlacement place_nodes(const NetworkSpec& spec, const NodeMap& map, std::uint64_t seed) {
  if (spec.topology.labels == LabelOrder::random) {
    return CubePlacement{shuffled_labels(map.nodes(), seed)};
  }
  if (spec.topology.labels == LabelOrder::given || spec.cities.empty()) {
    return CubePlacement{map.nodes()};
  }
  const CityTable& table = CityTable::built_in();
  const std::vector<CityId> rows = table_rows(table, map);
  std::vector<Duration> latencies;
  for (const CityId from : rows) {
    for (const CityId to : rows) {
      latencies.push_back(table.one_way_latency(from, to));
    }
  }
  std::vector<std::uint32_t> places;
  for (std::uint32_t node = 0; node < map.nodes(); ++node) {
    places.push_back(map.city_index(node));
  }
  return CubePlacement{topologies::place_by_latency(places, latencies)};
}

NetworkPlan plan_network(const NetworkSpec& spec, const NodeMap& map,
                         std::span<const std::uint32_t> endpoint_nodes, std::uint64_t seed) {
  NetworkPlan plan;
  NetworkConfig& config = plan.config;
  config.seed = seed;
  config.cities = static_cast<std::uint32_t>(map.cities().size());
  config.last_mile = spec.last_mile;
  config.everywhere = everywhere(spec);
  if (spec.cities.empty()) {
    config.paths = {{spec.latency, spec.jitter.is_measured ? Duration{} : spec.jitter.mean}};
  } else {
    const CityTable& table = CityTable::built_in();
    const std::vector<CityId> rows = table_rows(table, map);
    config.paths = measured_paths(spec, table, rows);
    plan.measured_links_ppm = measured_share_ppm(table, rows, map);
  }
  for (const std::uint32_t node : endpoint_nodes) {
    config.endpoints.push_back(
        {map.city_index(node), spec.bandwidth.bits_per_second, spec.bandwidth.bits_per_second});
  }
  const auto set = [&config](MessageClass message_class, Fidelity fidelity) {
    config.fidelity[static_cast<std::size_t>(message_class)] = fidelity;
  };
  set(MessageClass::vote, spec.fidelity.votes);
  set(MessageClass::control, spec.fidelity.votes);
  set(MessageClass::block, spec.fidelity.blocks);
  set(MessageClass::transaction, spec.fidelity.transactions);
  return plan;
}

}  // namespace callo::sim
