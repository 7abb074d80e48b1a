#pragma once

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// The calendar clocks of the nodes swing ahead and back again by up to `offset`, once a `period`:
// smoothly, or from one extreme to the other and back as a clock that two servers quarrel about.
// What is left of it at the end is taken back.
class ClockWave : public NodeFault {
 public:
  using NodeFault::NodeFault;

  static void draw(FaultSettings& fault, PlanDraw& draw);

  void start(FaultSurface& surface) final;
  void change(FaultSurface& surface) final;
  void stop(FaultSurface& surface) final;
  std::optional<Duration> until_next_change() const final;

 private:
  // In how many steps a period is gone through, and where the clock then stands, in thousandths of
  // the offset.
  virtual std::size_t steps() const = 0;
  virtual std::int64_t place(std::size_t step) const = 0;

  void shift_to(Duration target, FaultSurface& surface);

  std::size_t step_ = 0;
  Duration shifted_{};
};

class ClockSine final : public ClockWave {
 public:
  using ClockWave::ClockWave;

 private:
  std::size_t steps() const override;
  std::int64_t place(std::size_t step) const override;
};

class ClockStrobe final : public ClockWave {
 public:
  using ClockWave::ClockWave;

 private:
  std::size_t steps() const override { return 2; }

  std::int64_t place(std::size_t step) const override { return step == 0 ? 1'000 : 0; }
};

}  // namespace callo::sim
