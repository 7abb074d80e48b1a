#pragma once

#include <cstdint>
#include <string>

#include "sim/checkers/overlay_checker.hpp"

namespace callo::sim {

// How far a network is from K-consistent (Lam and Liu, TR-03-13): every entry of every table should
// hold min(K, as many as there are) of the nodes that belong there; where entries are limited by
// origin, as many as there are counts no origin more often than the limit.
struct Consistency {
  std::uint32_t nodes = 0;       // honest ones in the system
  std::uint32_t consistent = 0;  // of these: with a table that is whole and names nobody else
  std::uint64_t missing = 0;     // neighbours that entries lack
  std::uint64_t foreign = 0;     // neighbours that are down, or not in the system, or nobody
  std::string first;             // the first table that is not consistent, in words
  std::optional<EndpointId> first_node;
};

Consistency measure_consistency(const OverlaySnapshot& snapshot);

// Once nobody has come or gone for a while, everybody is in the system and the network is
// K-consistent.
class KConsistency final : public OverlayChecker {
 public:
  static constexpr std::string_view kClaim = "k_consistent";

  KConsistency() : OverlayChecker{kClaim} {}

  void on_snapshot(const OverlaySnapshot& snapshot) override;
  std::string abstention() const override;

 private:
  bool was_quiet_ = false;
};

}  // namespace callo::sim
