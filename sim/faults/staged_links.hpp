#pragma once

#include "sim/faults/link_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// Links that are down, or go through stages: down, then back with loss and a longer way round, then
// restored. Without stages they are down while the fault lasts.
class StagedLinks : public Fault {
 public:
  using Fault::Fault;

  void start(FaultSurface& surface) final;
  void change(FaultSurface& surface) final;
  void stop(FaultSurface& surface) final;
  std::optional<Duration> until_next_change() const final;
  std::string target() const override;

  std::uint64_t fired(const FaultSurface& surface) const final {
    return tally_.value(surface) + impaired_;
  }

 private:
  virtual std::vector<LinkScope> affected() const { return settings().links; }

  void enter(const FaultStage& stage, FaultSurface& surface);
  void leave(FaultSurface& surface);

  std::vector<LinkScope> links_;  // affected, since the start
  std::size_t next_stage_ = 0;
  Duration reached_{};  // since the start
  bool is_down_ = false;
  std::vector<ImpairmentId> impairments_;
  std::uint64_t impaired_ = 0;
  Tally tally_{&FaultCounters::blocked};
};

}  // namespace callo::sim
