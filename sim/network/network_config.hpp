#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "protocol/step/effects.hpp"
#include "sim/network/fidelity.hpp"
#include "sim/network/link_table.hpp"

namespace callo::sim {

// One-way latency between two cities. Jitter only ever adds: exponential with this mean.
struct PathLatency {
  Duration base{};
  Duration jitter_mean{};
};

struct EndpointLink {
  std::uint32_t city{};
  // Bits per second; 0 is without limit.
  std::int64_t up_bits_per_s{};
  std::int64_t down_bits_per_s{};
};

struct NetworkConfig {
  std::uint64_t seed{};
  std::uint32_t cities = 1;
  std::vector<PathLatency> paths;  // from * cities + to; the diagonal is the traffic inside a city
  Duration last_mile{};            // between an endpoint and its city's exchange, each end
  std::vector<EndpointLink> endpoints;
  std::array<Fidelity, kMessageClasses> fidelity{};
  Impairment everywhere;  // of all links, all the time

  const PathLatency& path(std::uint32_t from, std::uint32_t to) const {
    return paths[std::size_t{from} * cities + to];
  }
};

}  // namespace callo::sim
