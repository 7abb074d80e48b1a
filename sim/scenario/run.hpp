#pragma once

#include <chrono>
#include <memory>

#include "sim/adversary/adversary.hpp"
#include "sim/checkers/checker_set.hpp"
#include "sim/faults/atlas.hpp"
#include "sim/faults/fault_plan.hpp"
#include "sim/faults/simulation_surface.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/scenario/honest_clocks.hpp"
#include "sim/scenario/light_clients.hpp"
#include "sim/scenario/payment_client.hpp"
#include "sim/scenario/recorder.hpp"
#include "sim/scenario/run_watcher.hpp"
#include "sim/scenario/runner.hpp"
#include "sim/scenario/world.hpp"

namespace callo::sim {

// One run under way: the world and all who watch it.
class Run {
 public:
  // Both outlive the run.
  Run(const ScenarioSpec& spec, const RunOptions& options);

  Result<RunRecord> execute();

 private:
  CheckContext make_check_context();
  std::optional<LivenessPlan> liveness_plan() const;
  std::vector<std::vector<CheckedValidator>> validators_from(Duration from) const;
  void schedule_faults();
  void schedule_twins();
  void let_in_adversary();
  void corrupt(NodeId node);
  void schedule_progress(SimTime at);
  void report_progress();
  void look_into_memory();
  Result<void> let_time_pass();

  // run_rows.cpp: what the run leaves behind.
  RunRecord record();
  void record_light_clients(RunRecord& record) const;
  std::vector<NodeRow> node_rows();
  std::vector<FaultRow> fault_rows() const;
  void add_adversary_rows(std::vector<FaultRow>& rows) const;
  std::vector<ViolationRow> violation_rows() const;
  AccountabilityCounts accountability_counts() const;
  Ceilings ceilings() const;

  const ScenarioSpec& spec_;
  const RunOptions& options_;
  RunMemory own_memory_;  // for want of a shared one
  NodeMap map_;
  Cast cast_;
  World world_;
  std::vector<FaultSettings> fault_settings_;
  FaultAtlas atlas_;
  std::unique_ptr<Adversary> adversary_;  // null without one
  FaultPlan faults_;
  SimulationSurface surface_;
  HonestClocks honest_clocks_;
  CheckContext check_context_;
  CheckerSet checkers_;
  Recorder recorder_;
  PaymentClient payments_;
  RunWatcher watcher_;
  LightClients light_clients_;
  bool was_interrupted_ = false;
};

}  // namespace callo::sim
