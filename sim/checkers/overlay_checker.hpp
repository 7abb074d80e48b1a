#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/checkers/checker.hpp"
#include "sim/checkers/overlay_snapshot.hpp"

namespace callo::sim {

// One claim about the overlay that must hold in every run, seen from outside: from the tables that
// nodes hold and from who is there. Its arithmetic is its own.
class OverlayChecker {
 public:
  explicit OverlayChecker(std::string_view claim) : claim_{claim} {}

  virtual ~OverlayChecker() = default;
  OverlayChecker(const OverlayChecker&) = delete;
  OverlayChecker& operator=(const OverlayChecker&) = delete;

  std::string_view claim() const { return claim_; }

  // Now and then, and once at the end of the run.
  virtual void on_snapshot(const OverlaySnapshot& snapshot) = 0;

  // Why the claim says nothing about this run; empty when it is made.
  virtual std::string abstention() const { return {}; }

  const std::vector<Violation>& violations() const { return violations_; }

 protected:
  // At most once a run: what breaks a network breaks it for many nodes.
  void violated(Duration time, std::optional<EndpointId> node, std::string detail) {
    if (violations_.empty()) {
      Violation violation{std::string(claim_), 0, time, std::nullopt, std::move(detail)};
      if (node) {
        violation.node = NodeId{node->value};
      }
      violations_.push_back(std::move(violation));
    }
  }

 private:
  std::string_view claim_;
  std::vector<Violation> violations_;
};

}  // namespace callo::sim
