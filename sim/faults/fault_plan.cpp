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

void FaultPlan::schedule(At at, FaultSurface& surface) {
  at_ = std::move(at);
  for (const std::unique_ptr<Fault>& owned : faults_) {
    Fault* fault = owned.get();
    const FaultSettings& settings = fault->settings();
    at_(settings.at, [this, fault, &surface] {
      fault->start(surface);
      schedule_change(*fault, fault->settings().at, surface);
    });
    if (settings.duration.has_value()) {
      at_(settings.at + *settings.duration, [fault, &surface] { fault->stop(surface); });
    }
  }
}

void FaultPlan::schedule_change(Fault& fault, Duration now, FaultSurface& surface) {
  const std::optional<Duration> wait = fault.until_next_change();
  const FaultSettings& settings = fault.settings();
  if (!wait || (settings.duration && now + *wait >= settings.at + *settings.duration)) {
    return;
  }
  const Duration then = now + *wait;
  at_(then, [this, &fault, then, &surface] {
    fault.change(surface);
    schedule_change(fault, then, surface);
  });
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
