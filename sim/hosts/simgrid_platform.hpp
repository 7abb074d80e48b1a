#pragma once

#include <vector>

#include <simgrid/s4u.hpp>

#include "protocol/base/result.hpp"
#include "sim/network/network_config.hpp"

namespace callo::sim {

// SimGrid's world of a network: a full zone of cities, each a star of hosts. A route is the
// sender's uplink, the pair of cities (its own latency, bandwidth without limit), and the
// receiver's downlink; latencies add up to those of the configuration. Half of the latency inside a
// city sits in each of its up- and downlinks. Returns the host of every endpoint.
//
// Fails if two cities are closer to each other than their own endpoints among themselves.
Result<std::vector<simgrid::s4u::Host*>> build_platform(const NetworkConfig& config);

// The access line of an endpoint of the platform.
struct AccessLinks {
  simgrid::s4u::Link* up;
  simgrid::s4u::Link* down;
};

AccessLinks access_links(EndpointId endpoint);

// As SimGrid counts them; 0 is without limit.
double bytes_per_second(std::int64_t bits_per_s);

}  // namespace callo::sim
