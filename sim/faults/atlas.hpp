#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "protocol/base/result.hpp"
#include "sim/faults/fault.hpp"

namespace callo::sim {

// The world as far as survival is concerned. Endpoint i is that of node i; further endpoints are
// second ones, of twins.
struct AtlasWorld {
  std::vector<std::int64_t> powers;                    // by node, of those who vote
  std::vector<bool> lies;                              // by node
  std::int64_t corruptible{};                          // power that may come to lie during the run
  std::vector<std::vector<std::uint32_t>> neighbours;  // by node: who sends to whom
  std::vector<std::uint32_t> cities;                   // by endpoint
};

// What a plan of faults must leave intact so that the network has to survive it, and whether it
// does. Its arithmetic is its own: it reads settings, and asks neither faults nor network.
//
// The core at an instant is the strongest set of honest nodes that are up, have never lost their
// records, and reach each other over overlay links that are cut in neither direction. The protocol
// claims that nothing breaks, and that the core goes on, while it holds more than 2/3 of all power,
// what an adversary may still corrupt left out. Such a core also holds a correct copy of every
// decided block, for more than 2/3 precommitted it.
class FaultAtlas {
 public:
  explicit FaultAtlas(AtlasWorld world);

  // The core is there at every instant: each fault must be survived, with progress all the time.
  Result<void> admits(std::span<const FaultSettings> plan) const;
  // It is there once every fault that ends is over: a stall from then on is a bug, and while faults
  // last only safety is claimed.
  Result<void> admits_once_healed(std::span<const FaultSettings> plan) const;

  // Ascending.
  std::vector<NodeId> core(std::span<const FaultSettings> plan, Duration time) const;
  bool goes_on(std::span<const NodeId> core) const;

  // How many nodes are crashed, or have lost their records, at that instant.
  std::size_t crashed(std::span<const FaultSettings> plan, Duration time) const;

 private:
  using Plan = std::span<const FaultSettings>;

  Result<void> check_at(Plan plan, Duration time) const;
  bool is_stopped(const FaultSettings& fault, std::uint32_t node, Duration time) const;
  bool is_cut(const FaultSettings& fault, std::uint32_t from, std::uint32_t to) const;
  std::vector<std::uint32_t> reached_from(std::uint32_t start, std::vector<bool>& is_left,
                                          Plan active) const;
  std::int64_t power_of(std::span<const std::uint32_t> nodes) const;

  AtlasWorld world_;
  std::int64_t total_ = 0;
};

// When every fault of the plan that ends is over.
Duration end_of(std::span<const FaultSettings> plan);

}  // namespace callo::sim
