#pragma once

#include <optional>
#include <vector>

#include "protocol/node/overlay_node.hpp"
#include "sim/checkers/overlay_checker.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/scenario/overlay_world.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

// Counts what the nodes of an overlay run do, over all their lives. Watches only.
class OverlayRecorder final : public StepObserver {
 public:
  explicit OverlayRecorder(OverlayWorld& world);

  StepInterest interest() const override { return kEveryStep; }

  void on_step(const Step& step) override;

  // Somebody begins to come in at this place.
  void on_start(std::uint32_t place, Duration time);
  // The node there is about to be switched off: what it counted is kept.
  void on_end_of_life(std::uint32_t place);
  void on_snapshot(const OverlaySnapshot& snapshot);

  // Counts those who are still there as well.
  OverlayRecord take();

 private:
  OverlayWorld& world_;
  OverlayRecord record_;
  std::vector<std::optional<Duration>> coming_since_;  // by place
};

}  // namespace callo::sim
