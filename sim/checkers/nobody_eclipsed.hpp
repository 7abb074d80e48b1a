#pragma once

#include <cstdint>

#include "sim/checkers/overlay_checker.hpp"

namespace callo::sim {

// Honest nodes in the system that are eclipsed: they hold no honest neighbour, or no honest node
// holds them, although there are other honest nodes.
struct Eclipsed {
  std::uint32_t nodes = 0;
  std::uint32_t silent = 0;  // of these: have not found out
  std::optional<EndpointId> first_silent;
};

Eclipsed measure_eclipsed(const OverlaySnapshot& snapshot);

// Nobody is eclipsed silently: once nobody has come or gone for a while, every honest node that
// traitors have cut off from all others knows that it is.
class NobodyEclipsed final : public OverlayChecker {
 public:
  static constexpr std::string_view kClaim = "nobody_eclipsed";

  NobodyEclipsed() : OverlayChecker{kClaim} {}

  void on_snapshot(const OverlaySnapshot& snapshot) override;
  std::string abstention() const override;

 private:
  bool was_quiet_ = false;
};

}  // namespace callo::sim
