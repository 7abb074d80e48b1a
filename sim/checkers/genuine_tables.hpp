#pragma once

#include "sim/checkers/overlay_checker.hpp"

namespace callo::sim {

// Once nobody has come or gone for a while, no honest node holds a neighbour that somebody made up,
// whether a core server, a joiner or a repair's answer named it: every one is a node that is there,
// with that id, at that endpoint, and of the one network and not of one that a traitor runs beside
// it.
class GenuineTables final : public OverlayChecker {
 public:
  static constexpr std::string_view kClaim = "genuine_tables";

  GenuineTables() : OverlayChecker{kClaim} {}

  void on_snapshot(const OverlaySnapshot& snapshot) override;
  std::string abstention() const override;

 private:
  bool was_quiet_ = false;
};

}  // namespace callo::sim
