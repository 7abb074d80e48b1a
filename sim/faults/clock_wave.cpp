#include "sim/faults/clock_wave.hpp"

#include <algorithm>
#include <array>

namespace callo::sim {

namespace {

// Thousandths of the sine of i / 16 of a circle.
constexpr std::array<std::int64_t, 16> kSine{0, 383,  707,  924,  1'000,  924,  707,  383,
                                             0, -383, -707, -924, -1'000, -924, -707, -383};
// Beyond what any clock that is looked after shows, and well within what voters allow a proposer.
constexpr std::int64_t kOffsetMax = 3'000'000'000;

}  // namespace

void ClockWave::draw(FaultSettings& fault, PlanDraw& draw) {
  fault.nodes = {draw.endpoint()};
  fault.offset = Duration{draw.random().between(-kOffsetMax, kOffsetMax)};
  fault.period = draw.period(fault);
}

void ClockWave::start(FaultSurface& surface) {
  shift_to(settings().offset * place(0) / 1'000, surface);
}

std::optional<Duration> ClockWave::until_next_change() const {
  return std::max(settings().period / static_cast<std::int64_t>(steps()), Duration{1});
}

void ClockWave::change(FaultSurface& surface) {
  step_ = (step_ + 1) % steps();
  shift_to(settings().offset * place(step_) / 1'000, surface);
}

void ClockWave::stop(FaultSurface& surface) {
  shift_to({}, surface);
}

void ClockWave::shift_to(Duration target, FaultSurface& surface) {
  for (const EndpointId node : settings().nodes) {
    surface.shift_calendar(node, target - shifted_);
    count_fired(target != shifted_);
  }
  shifted_ = target;
}

std::size_t ClockSine::steps() const {
  return kSine.size();
}

std::int64_t ClockSine::place(std::size_t step) const {
  return kSine[step];
}

}  // namespace callo::sim
