#pragma once

#include "sim/faults/link_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// The links are down for a period and up for a period, in turn, beginning with down.
class FlappingLink final : public Fault {
 public:
  using Fault::Fault;

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.links = draw.link();
    fault.period = draw.period(fault);
  }

  void start(FaultSurface& surface) override {
    tally_.begin(surface);
    change(surface);
  }

  std::optional<Duration> until_next_change() const override { return settings().period; }

  void change(FaultSurface& surface) override {
    is_down_ = !is_down_;
    for (const LinkScope& link : settings().links) {
      is_down_ ? surface.block(link) : surface.unblock(link);
    }
  }

  void stop(FaultSurface& surface) override {
    tally_.end(surface);
    if (is_down_) {
      change(surface);
    }
  }

  std::string target() const override { return std::to_string(settings().links.size()) + " links"; }

  std::uint64_t fired(const FaultSurface& surface) const override { return tally_.value(surface); }

 private:
  bool is_down_ = false;
  Tally tally_{&FaultCounters::blocked};
};

}  // namespace callo::sim
