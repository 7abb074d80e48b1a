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

}  // namespace callo::sim
