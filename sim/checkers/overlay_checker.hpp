#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/checkers/checker.hpp"
#include "sim/checkers/overlay_snapshot.hpp"
#include "sim/checkers/search_truth.hpp"

namespace callo::sim {

// What checkers are told of a run before it begins; outlives them.
struct OverlayFacts {
  const SearchTruth* truth = nullptr;  // null: nothing is searched for
  // All members, if none of them comes, goes or lies and no message is lost; else empty.
  std::vector<OverlayId> stable_members;
  unsigned digit_base = 16;
};

struct SearchedAnswer {
  Duration time{};
  EndpointId searcher;
  const SearchOrder& order;
  const SearchAnswer& answer;
};

// One claim about the overlay that must hold in every run, seen from outside: from the tables that
// nodes hold and from who is there. Its arithmetic is its own.
class OverlayChecker {
 public:
  explicit OverlayChecker(std::string_view claim) : claim_{claim} {}

  virtual ~OverlayChecker() = default;
  OverlayChecker(const OverlayChecker&) = delete;
  OverlayChecker& operator=(const OverlayChecker&) = delete;

  std::string_view claim() const { return claim_; }

  // Before anything happens.
  virtual void begin(const OverlayFacts& /*facts*/) {}

  // Now and then, and once at the end of the run.
  virtual void on_snapshot(const OverlaySnapshot& /*snapshot*/) {}

  // An honest node answered what its own client had ordered.
  virtual void on_answer(const SearchedAnswer& /*answer*/) {}

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
