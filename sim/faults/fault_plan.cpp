#include "sim/faults/fault_plan.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"
#include "sim/faults/registry.hpp"

namespace callo::sim {

FaultPlan::FaultPlan(std::vector<FaultSettings> faults) {
  for (FaultSettings& settings : faults) {
    const FaultMaker* maker = find_fault_maker(settings.kind);
    CALLO_CHECK(maker != nullptr);
    faults_.push_back(maker->make(std::move(settings)));
  }
}

void FaultPlan::schedule(const At& at, FaultSurface& surface) {
  for (const std::unique_ptr<Fault>& owned : faults_) {
    Fault* fault = owned.get();
    const FaultSettings& settings = fault->settings();
    at(settings.at, [fault, &surface] { fault->start(surface); });
    if (settings.duration.has_value()) {
      at(settings.at + *settings.duration, [fault, &surface] { fault->stop(surface); });
    }
  }
}

std::optional<Duration> FaultPlan::healed_at() const {
  Duration healed{};
  for (const std::unique_ptr<Fault>& fault : faults_) {
    if (!fault->settings().duration.has_value()) {
      return std::nullopt;
    }
    healed = std::max(healed, fault->settings().at + *fault->settings().duration);
  }
  return healed;
}

}  // namespace callo::sim
