#pragma once

#include <algorithm>
#include <iterator>
#include <map>
#include <string>

#include "sim/engine/random_stream.hpp"
#include "sim/faults/fault.hpp"

namespace callo::sim {

// What the target of a drawn fault is drawn from.
struct DrawnWorld {
  std::vector<std::uint32_t> cities;  // of each endpoint, by EndpointId
  std::uint32_t cities_total{};
  std::map<std::string, std::vector<LinkScope>> risk_groups;  // of links that share a fate
  std::map<std::string, std::vector<EndpointId>> sites;       // of endpoints that do
  std::map<std::string, std::vector<EndpointId>> countries;   // endpoints of each
  bool is_bandwidth_modelled = false;                         // of some class of messages
  std::int64_t bits_per_s{};                                  // of an access line
};

// Draws parts of a fault for the kinds, one stream for a whole plan.
class PlanDraw {
 public:
  PlanDraw(const DrawnWorld& world, RandomStream& random) : world_{world}, random_{random} {}

  const DrawnWorld& world() const { return world_; }

  RandomStream& random() { return random_; }

  EndpointId endpoint() {
    return {static_cast<std::uint32_t>(random_.below(world_.cities.size()))};
  }

  std::uint32_t city() { return static_cast<std::uint32_t>(random_.below(world_.cities_total)); }

  std::uint32_t probability_ppm(std::uint32_t least, std::uint32_t most) {
    return static_cast<std::uint32_t>(random_.between(least, most));
  }

  Duration duration(Duration least, Duration most) {
    return Duration{random_.between(least.count(), most.count())};
  }

  // Some of what the fault lasts, so that it changes a few times while it does.
  Duration period(const FaultSettings& fault) {
    return std::max(Duration{std::chrono::milliseconds{1}},
                    Duration{fault.duration->count() / random_.between(4, 20)});
  }

  // One of several places, by name; its name is the fault's.
  template <typename Places>
  const auto& place(const Places& places, FaultSettings& fault) {
    const auto drawn =
        std::next(places.begin(), static_cast<std::ptrdiff_t>(random_.below(places.size())));
    fault.place = drawn->first;
    return drawn->second;
  }

  // One pair, as often one way as both ways.
  std::vector<LinkScope> link();
  // As often everywhere (which is none) as one pair.
  std::vector<LinkScope> link_or_everywhere();
  std::vector<EndpointId> endpoints_in(std::uint32_t city) const;
  // At least one and not all, in an order that is drawn as well.
  std::vector<EndpointId> some_endpoints();

 private:
  const DrawnWorld& world_;
  RandomStream& random_;
};

}  // namespace callo::sim
