#pragma once

#include "sim/faults/clog.hpp"

namespace callo::sim {

// Clogs the nodes one after the other, in the order given, and then unclogs them one after the
// other in an order of its own, a step every `period`: what FoundationDB calls its most fruitful
// fault, because the nodes come to know things in orders that nothing else brings about.
class SwizzleClog final : public CloggingFault {
 public:
  using CloggingFault::CloggingFault;

  static void draw(FaultSettings& fault, PlanDraw& draw);

  void start(FaultSurface& surface) override;

  std::optional<Duration> until_next_change() const override {
    return step_ < 2 * settings().nodes.size() ? std::optional{settings().period} : std::nullopt;
  }

  void change(FaultSurface& surface) override;

  void stop(FaultSurface& surface) override { end(surface); }

 private:
  std::size_t step_ = 0;  // nodes clogged, and unclogged, so far
  std::vector<EndpointId> way_back_;
};

}  // namespace callo::sim
