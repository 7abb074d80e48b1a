#pragma once

#include "sim/checkers/overlay_checker.hpp"

namespace callo::sim {

// Once nobody has come or gone for a while, everybody can be reached from everybody else over the
// tables of the nodes: there is one network.
class AllReachable final : public OverlayChecker {
 public:
  static constexpr std::string_view kClaim = "all_reachable";

  AllReachable() : OverlayChecker{kClaim} {}

  void on_snapshot(const OverlaySnapshot& snapshot) override;
  std::string abstention() const override;

 private:
  bool was_quiet_ = false;
};

// Honest nodes that cannot be reached from the first one, or cannot reach it, over honest nodes.
// Everybody reaches everybody exactly if there is none.
std::vector<EndpointId> nodes_apart(const OverlaySnapshot& snapshot);

}  // namespace callo::sim
