#pragma once

#include <cstdint>
#include <string>

#include "sim/cli/costs.hpp"
#include "sim/scenario/runner.hpp"

namespace callo::sim {

// Shows a run's progress on standard error: a bar that redraws itself on a terminal, a line for
// each tenth of the run elsewhere.
class ProgressDisplay {
 public:
  explicit ProgressDisplay(bool is_terminal) : is_terminal_(is_terminal) {}

  void show(const Progress& progress);
  // Takes the bar away.
  void finish();

 private:
  void draw_bar(const Progress& progress);

  bool is_terminal_;
  bool has_drawn_ = false;
  CostMeter meter_;
  std::int64_t next_draw_ns_ = 0;
  std::int64_t tenths_shown_ = 0;
};

// "2.5" from 2,512,000,000 ns.
std::string rounded_seconds(Duration time);

}  // namespace callo::sim
