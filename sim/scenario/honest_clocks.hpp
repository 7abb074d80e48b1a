#pragma once

#include <span>
#include <vector>

#include "sim/checkers/checker.hpp"
#include "sim/faults/fault.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/scenario/cast.hpp"

namespace callo::sim {

// What the calendar clocks of the honest endpoints may show. A fault that shifts a clock takes the
// shift back as well, so that what it shows now does not bound what it has shown or will show;
// where it stands without its shifts does, together with all that faults may ever shift it by.
class HonestClocks {
 public:
  // Cast and simulation outlive this.
  HonestClocks(const Cast& cast, Simulation& simulation, std::span<const FaultSettings> faults);

  // No honest clock has shown more than the latest until now, nor will show less than the earliest.
  ClockRange range() const;

 private:
  struct Swing {
    Duration back{};
    Duration ahead{};
  };

  const Cast& cast_;
  Simulation& simulation_;
  std::vector<Swing> swings_;  // by endpoint
};

}  // namespace callo::sim
