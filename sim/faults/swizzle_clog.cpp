#include "sim/faults/swizzle_clog.hpp"

#include <algorithm>
#include <utility>

namespace callo::sim {

void SwizzleClog::draw(FaultSettings& fault, PlanDraw& draw) {
  fault.nodes = draw.some_endpoints();
  const auto steps = static_cast<std::int64_t>(2 * fault.nodes.size());
  fault.period =
      std::max(Duration{std::chrono::milliseconds{1}}, Duration{fault.duration->count() / steps});
}

void SwizzleClog::start(FaultSurface& surface) {
  way_back_ = settings().nodes;
  RandomStream random{settings().seed, Purpose::of("swizzle")};
  for (std::size_t left = way_back_.size(); left > 1; --left) {
    std::swap(way_back_[left - 1], way_back_[random.below(left)]);
  }
  begin(surface);
  change(surface);
}

void SwizzleClog::change(FaultSurface& surface) {
  const std::size_t nodes = settings().nodes.size();
  if (step_ < nodes) {
    clog(settings().nodes[step_], surface);
  } else {
    unclog(way_back_[step_ - nodes], surface);
  }
  ++step_;
}

}  // namespace callo::sim
