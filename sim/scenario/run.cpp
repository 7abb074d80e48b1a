#include "sim/scenario/run.hpp"

#include <algorithm>
#include <fstream>
#include <map>

#include "sim/checkers/liveness.hpp"
#include "sim/hosts/simgrid_host.hpp"
#include "sim/hosts/standalone_host.hpp"
#include "sim/scenario/fault_binding.hpp"
#include "sim/scenario/overlay_run.hpp"
#include "sim/traitors/traitor_machine.hpp"

namespace callo::sim {

Run::Run(const ScenarioSpec& spec, const RunOptions& options)
    : spec_{spec},
      options_{options},
      map_{spec.network},
      cast_{spec, map_, draw_traitors(spec, map_, options.seed)},
      world_{spec,          map_,
             cast_,         options.seed,
             options.memos, options.memory == nullptr ? own_memory_ : *options.memory},
      fault_settings_{bind_faults(spec, map_, cast_, options.seed)},
      atlas_{atlas_world(spec, map_, cast_, options.seed)},
      faults_{fault_settings_},
      surface_{world_.simulation()},
      honest_clocks_{cast_, world_.simulation(), fault_settings_},
      check_context_{make_check_context()},
      checkers_{check_context_, spec.expect.invariants},
      recorder_{cast_.honest_nodes(), *check_context_.blocks},
      payments_{world_.simulation(), world_.workload(), *check_context_.blocks},
      watcher_{cast_, world_.simulation(), checkers_, recorder_, payments_},
      light_clients_{spec, map_, cast_, world_, checkers_} {}

CheckContext Run::make_check_context() {
  CheckContext context;
  context.seed = options_.seed;
  context.chain_id = world_.chain_id();
  for (const Member& member : world_.membership().members()) {
    context.validators.push_back({member.node, member.key, member.power});
  }
  for (const std::uint32_t node : cast_.endpoint_nodes()) {
    context.endpoints.push_back({NodeId{node}, cast_.is_honest(NodeId{node})});
  }
  context.genesis = world_.workload().genesis();
  context.removes_traitors = spec_.consensus.evidence_policy == EvidenceRule::remove;
  context.verifier = &world_.verifier();
  context.liveness = liveness_plan();
  context.has_median_times = spec_.consensus.block_time == BlockTime::median;
  context.clock_drift_max = spec_.consensus.clock_drift_max;
  context.honest_clocks = [this] { return honest_clocks_.range(); };
  for (const FaultSettings& fault : fault_settings_) {
    if (loses_records(fault.disk)) {
      context.lose_disks.insert(context.lose_disks.end(), fault.nodes.begin(), fault.nodes.end());
    }
  }
  context.status_interval = spec_.consensus.status_interval;
  context.timeout_precommit = spec_.consensus.timeout_precommit;
  const ConsensusSpec& consensus = spec_.consensus;
  context.timeouts =
      RoundTimeouts{{consensus.timeout_propose, consensus.timeout_propose_delta},
                    {consensus.timeout_prevote, consensus.timeout_prevote_delta},
                    {consensus.timeout_precommit, consensus.timeout_precommit_delta}};
  for (const FaultSettings& fault : fault_settings_) {
    if (fault.kind.starts_with("clock_")) {
      context.untrue_clocks.insert(context.untrue_clocks.end(), fault.nodes.begin(),
                                   fault.nodes.end());
    }
  }
  return context;
}

// Without a date in the scenario progress is due once all faults are over.
std::optional<LivenessPlan> Run::liveness_plan() const {
  const std::optional<Duration> healed =
      spec_.expect.liveness_after ? spec_.expect.liveness_after : faults_.healed_at();
  if (!healed) {
    return std::nullopt;
  }
  const bool must_break = spec_.expect.violation == Liveness::kClaim;
  return LivenessPlan{*healed,        spec_.expect.liveness_bound,
                      spec_.duration, healed_core(atlas_, fault_settings_),
                      must_break,     validators_from(*healed)};
}

// As the registrar orders them. An order takes a few blocks to be in force, so the set before the
// last order that came before `from` counts as well.
std::vector<std::vector<CheckedValidator>> Run::validators_from(Duration from) const {
  std::map<Duration, std::map<std::uint32_t, std::int64_t>> orders;
  for (const ValidatorChangeSpec& change : spec_.validator_changes) {
    for (const std::uint32_t node : resolve_nodes(map_, change.nodes)) {
      orders[change.at][node] = change.power;
    }
  }
  std::vector<CheckedValidator> latest;
  for (const Member& member : world_.membership().members()) {
    latest.push_back({member.node, member.key, member.power});
  }
  std::vector<std::vector<CheckedValidator>> sets;
  for (const auto& [at, powers] : orders) {
    if (at <= from) {
      sets.clear();
    }
    sets.push_back(latest);
    for (const auto& [node, power] : powers) {
      latest[node].power = power;
    }
  }
  sets.push_back(latest);
  return sets;
}

void Run::schedule_faults() {
  Simulation& simulation = world_.simulation();
  faults_.schedule(
      [&simulation](Duration time, std::function<void()> action) {
        simulation.at(SimTime{time}, std::move(action));
      },
      surface_);
  for (const FaultSettings& fault : fault_settings_) {
    if (fault.duration) {
      const Duration end = fault.at + *fault.duration;
      simulation.at(SimTime{end}, [this, end] { recorder_.on_fault_end(end); });
    }
  }
}

// A second endpoint is there while its trigger lasts. It is down by a crash of its own before and
// after, so that no other fault's end can start it.
void Run::schedule_twins() {
  Simulation& simulation = world_.simulation();
  for (const TraitorRole& role : cast_.traitors()) {
    const std::optional<EndpointId> twin = cast_.twin(role.node);
    const TriggerSpec& trigger = role.spec.trigger;
    if (twin && trigger.from > Duration{}) {
      simulation.hold_back(*twin);
      surface_.crash(*twin, Disk::kept);
      simulation.at(SimTime{trigger.from}, [this, twin] { surface_.restart(*twin); });
    }
    if (twin && trigger.until) {
      simulation.at(SimTime{*trigger.until}, [this, twin] { surface_.crash(*twin, Disk::kept); });
    }
  }
}

void Run::let_in_adversary() {
  if (!spec_.adversary) {
    return;
  }
  const AdversarySpec& spec = *spec_.adversary;
  Simulation& simulation = world_.simulation();
  AdversarySettings settings;
  settings.strategy = spec.strategy;
  settings.seed = options_.seed;
  settings.synchrony = {spec_.synchrony.gst, spec_.synchrony.max_delay};
  settings.sees_all = spec.view == View::rushing;
  settings.powers = least_powers(spec_, map_);
  for (std::uint32_t node = 0; node < map_.nodes(); ++node) {
    settings.corrupted.push_back(!cast_.is_honest(NodeId{node}));
  }
  settings.corruptible_power =
      spec.corruption == Corruption::adaptive ? corruptible_power(spec_, map_) : 0;
  settings.corruption_delay = spec.corruption_delay;
  settings.endpoint_nodes = {cast_.endpoint_nodes().begin(), cast_.endpoint_nodes().end()};
  adversary_ = std::make_unique<Adversary>(
      std::move(settings),
      AdversaryPorts{[&simulation](SimTime time, std::function<void()> action) {
                       simulation.at(time, std::move(action));
                     },
                     [&simulation] { return simulation.now(); },
                     [this](NodeId node) { corrupt(node); }});
  simulation.network().set_interceptor(adversary_.get());
}

// What the node did until now it did as an honest one, and was held to it.
void Run::corrupt(NodeId node) {
  world_.corrupt(node);
  cast_.corrupt(node);
  for (CheckedEndpoint& endpoint : check_context_.endpoints) {
    endpoint.is_honest = endpoint.is_honest && endpoint.node != node;
  }
}

// Always scheduled, whether or not anybody listens, so that listening changes nothing.
void Run::schedule_progress(SimTime at) {
  if (at < SimTime{spec_.duration}) {
    world_.simulation().at(at, [this, at] {
      report_progress();
      schedule_progress(at + options_.progress_interval);
    });
  }
}

void Run::look_into_memory() {
  if ((checkers_.interests() & kHoldings) == 0) {
    return;
  }
  Simulation& simulation = world_.simulation();
  for (std::uint32_t index = 0; index < cast_.endpoint_nodes().size(); ++index) {
    const EndpointId endpoint{index};
    // A traitor's machine is no plain node, and a node that is down holds nothing.
    const Machine* machine = simulation.node(endpoint).machine();
    if (const auto* corruptible = dynamic_cast<const TraitorMachine*>(machine)) {
      machine = corruptible->while_honest();
    }
    if (const auto* node = dynamic_cast<const Node*>(machine)) {
      checkers_.on_holdings(
          {simulation.feed().steps(), simulation.now().time_since_epoch(), endpoint,
           simulation.node(endpoint).incarnation(), cast_.node_of(endpoint)},
          node->holdings());
    }
  }
}

void Run::report_progress() {
  look_into_memory();
  if (options_.interrupt != nullptr && options_.interrupt->load()) {
    was_interrupted_ = true;
    world_.simulation().stop();
  }
  if (options_.progress) {
    options_.progress({world_.simulation().now().time_since_epoch(), spec_.duration,
                       recorder_.height(), world_.simulation().events(),
                       checkers_.violations().size()});
  }
}

Result<void> Run::let_time_pass() {
  Simulation& simulation = world_.simulation();
  const SimTime end{spec_.duration};
  if (options_.engine == HostEngine::standalone) {
    StandaloneHost host{simulation};
    simulation.start_all(cast_.endpoint_nodes().size());
    return host.run(end);
  }
  SimgridHost host{simulation};
  simulation.start_all(cast_.endpoint_nodes().size());
  return host.run(end);
}

Result<RunRecord> Run::execute() {
  Simulation& simulation = world_.simulation();
  std::ofstream log;
  if (options_.digest_log) {
    log.open(*options_.digest_log);
    if (!log) {
      return fail("cannot write " + options_.digest_log->string());
    }
    simulation.feed().log_to(log, 1);
  }
  simulation.feed().subscribe(watcher_);
  simulation.feed().subscribe(world_.registrar());
  if (options_.observer != nullptr) {
    simulation.feed().subscribe(*options_.observer);
  }
  if (!light_clients_.empty()) {
    simulation.feed().subscribe(light_clients_);
  }
  schedule_faults();
  schedule_twins();
  let_in_adversary();
  world_.registrar().start();
  payments_.start();
  schedule_progress(SimTime{options_.progress_interval});
  const Result<void> passed = let_time_pass();
  if (!passed) {
    return tl::unexpected{passed.error()};
  }
  log.flush();
  if (options_.digest_log && !log) {
    return fail("cannot write " + options_.digest_log->string());
  }
  checkers_.on_end(simulation.now().time_since_epoch());
  return record();
}

Result<RunRecord> run_scenario(const ScenarioSpec& spec, const RunOptions& options) {
  if (spec.is_overlay_only()) {
    return OverlayRun{spec, options}.execute();
  }
  return Run{spec, options}.execute();
}

}  // namespace callo::sim
