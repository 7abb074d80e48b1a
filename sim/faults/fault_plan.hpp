#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "sim/faults/fault.hpp"

namespace callo::sim {

// All faults of a run and when they start and stop.
class FaultPlan {
 public:
  // Runs something at a time after the run's start.
  using At = std::function<void(Duration, std::function<void()>)>;

  explicit FaultPlan(std::vector<FaultSettings> faults);

  // Once, before the run. Plan and surface outlive the run; `at` is called during it as well.
  void schedule(At at, FaultSurface& surface);

  std::span<const std::unique_ptr<Fault>> faults() const { return faults_; }

  // When the last fault is over; zero without faults, absent if one lasts to the end of the run.
  std::optional<Duration> healed_at() const;

 private:
  void schedule_change(Fault& fault, Duration now, FaultSurface& surface);

  At at_;
  std::vector<std::unique_ptr<Fault>> faults_;
};

}  // namespace callo::sim
