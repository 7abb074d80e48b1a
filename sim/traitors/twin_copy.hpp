#pragma once

#include <memory>

#include "protocol/step/machine.hpp"
#include "sim/traitors/send_rewriter.hpp"
#include "sim/traitors/twin_schedule.hpp"

namespace callo::sim {

// One of two honest nodes with one key. Nothing that it does is changed: only who hears it, and
// whom it hears.
class TwinCopy final : public Machine {
 public:
  // `schedule` outlives the machine.
  TwinCopy(std::unique_ptr<Machine> honest, Side side, const TwinSchedule& schedule);

  void step(Now now, const Input& input, Effects& out) noexcept override;

 private:
  std::unique_ptr<Machine> honest_;
  Side side_;
  const TwinSchedule& schedule_;
  SendRewriter rewriter_;
  std::vector<EndpointId> reached_;
};

}  // namespace callo::sim
