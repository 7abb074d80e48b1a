#pragma once

#include <memory>
#include <vector>

#include "sim/checkers/overlay_checker.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/faults/simulation_surface.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/scenario/churn.hpp"
#include "sim/scenario/lookup_client.hpp"
#include "sim/scenario/overlay_recorder.hpp"
#include "sim/scenario/overlay_world.hpp"
#include "sim/scenario/runner.hpp"

namespace callo::sim {

// One run without consensus under way: the world, who comes and goes, and all who watch.
class OverlayRun final : private ChurnHands {
 public:
  // Both outlive the run.
  OverlayRun(const ScenarioSpec& spec, const RunOptions& options);

  Result<RunRecord> execute();

 private:
  void at(SimTime time, std::function<void()> action) override;
  bool start(std::uint32_t place, bool is_new_key) override;
  bool fail(std::uint32_t place) override;
  bool leave(std::uint32_t place) override;

  bool is_up(std::uint32_t place) const override { return world_.node(place) != nullptr; }

  void make_lookups();
  OverlayFacts facts() const;
  void start_founders();
  void schedule_faults();
  void schedule_snapshot(SimTime when);
  void schedule_progress(SimTime when);
  void report_progress();
  OverlaySnapshot look() const;
  void show(const OverlaySnapshot& snapshot);

  Duration now() { return world_.simulation().now().time_since_epoch(); }

  Duration last_change() const;
  Result<void> let_time_pass();
  RunRecord record();
  std::vector<NodeRow> node_rows();
  std::vector<FaultRow> fault_rows() const;

  const ScenarioSpec& spec_;
  const RunOptions& options_;
  NodeMap map_;
  Cast cast_;
  mutable OverlayWorld world_;
  std::vector<FaultSettings> fault_settings_;
  FaultPlan faults_;
  SimulationSurface surface_;
  Churn churn_;
  OverlayRecorder recorder_;
  std::vector<std::unique_ptr<OverlayChecker>> checkers_;
  std::unique_ptr<LookupClient> lookups_;  // null: nothing is searched for
  bool was_interrupted_ = false;
};

}  // namespace callo::sim
