#include "sim/scenario/overlay_run.hpp"

#include <algorithm>
#include <fstream>

#include "sim/checkers/overlay_registry.hpp"
#include "sim/hosts/simgrid_host.hpp"
#include "sim/hosts/standalone_host.hpp"
#include "sim/scenario/fault_binding.hpp"
#include "sim/scenario/record_parts.hpp"

namespace callo::sim {

OverlayRun::OverlayRun(const ScenarioSpec& spec, const RunOptions& options)
    : spec_{spec},
      options_{options},
      map_{spec.network},
      cast_{spec, map_, draw_traitors(spec, map_, options.seed)},
      world_{spec, map_, cast_, options.seed},
      fault_settings_{bind_faults(spec, map_, cast_, options.seed)},
      faults_{fault_settings_},
      surface_{world_.simulation()},
      churn_{spec, cast_, options.seed, *this},
      recorder_{world_} {
  for (const OverlayClaimKind& kind : overlay_claim_kinds()) {
    const auto& claims = spec.expect.invariants;
    if (std::find(claims.begin(), claims.end(), kind.name) != claims.end()) {
      checkers_.push_back(kind.make());
    }
  }
  make_lookups();
  for (const std::unique_ptr<OverlayChecker>& checker : checkers_) {
    checker->begin(facts());
  }
}

void OverlayRun::make_lookups() {
  if (spec_.workload.kind == WorkloadKind::lookups) {
    lookups_ = std::make_unique<LookupClient>(
        spec_, world_, options_.seed, [this](const SearchedAnswer& answer) {
          for (const std::unique_ptr<OverlayChecker>& checker : checkers_) {
            checker->on_answer(answer);
          }
        });
  }
}

OverlayFacts OverlayRun::facts() const {
  OverlayFacts facts;
  facts.truth = lookups_ ? &lookups_->truth() : nullptr;
  facts.digit_base = spec_.overlay.digit_base;
  const bool is_stable = spec_.churn.initial == world_.places() && !spec_.churn.lifetime &&
                         !spec_.churn.failures_at && fault_settings_.empty() &&
                         cast_.traitors().empty() && spec_.network.loss.parts_per_million == 0;
  for (std::uint32_t place = 0; is_stable && place < world_.places(); ++place) {
    facts.stable_members.push_back(world_.id_of(place));
  }
  return facts;
}

void OverlayRun::at(SimTime time, std::function<void()> action) {
  world_.simulation().at(time, std::move(action));
}

bool OverlayRun::start(std::uint32_t place, bool is_new_key) {
  SimulatedNode& node = world_.simulation().node(EndpointId{place});
  if (node.is_up()) {
    return false;
  }
  if (is_new_key) {
    world_.change_tenant(place);
    if (lookups_) {
      lookups_->on_tenant(place);
    }
  }
  recorder_.on_start(place, now());
  return node.start();
}

bool OverlayRun::fail(std::uint32_t place) {
  recorder_.on_end_of_life(place);
  if (lookups_) {
    lookups_->on_end_of_life(place);
  }
  return world_.simulation().node(EndpointId{place}).crash();
}

bool OverlayRun::leave(std::uint32_t place) {
  if (lookups_) {
    lookups_->on_leave(place);
  }
  return world_.simulation().submit(EndpointId{place}, OverlayNode::leave_command());
}

// All are up before the first of them speaks.
void OverlayRun::start_founders() {
  at(SimTime{}, [this] {
    std::vector<EndpointId> founders;
    for (std::uint32_t place = 0; place < world_.places(); ++place) {
      if (place < spec_.churn.initial || world_.is_outsider(place)) {
        founders.push_back(EndpointId{place});
        world_.simulation().node(founders.back()).bring_up(Disk::kept);
      }
    }
    for (const EndpointId founder : founders) {
      world_.simulation().node(founder).begin();
    }
  });
}

void OverlayRun::schedule_faults() {
  faults_.schedule(
      [this](Duration time, std::function<void()> action) { at(SimTime{time}, std::move(action)); },
      surface_);
}

Duration OverlayRun::last_change() const {
  Duration last = std::max(churn_.last_change(), Duration{});
  for (const FaultSettings& fault : fault_settings_) {
    last = std::max(last, fault.duration ? fault.at + *fault.duration : fault.at);
  }
  return last;
}

OverlaySnapshot OverlayRun::look() const {
  OverlaySnapshot snapshot;
  snapshot.time = world_.simulation().now().time_since_epoch();
  snapshot.is_quiet = snapshot.time >= last_change() + spec_.overlay.settle;
  snapshot.digit_base = spec_.overlay.digit_base;
  snapshot.neighbours_per_entry = spec_.overlay.k;
  snapshot.per_origin = spec_.overlay.origin_limit;
  for (std::uint32_t place = 0; place < world_.places(); ++place) {
    if (const OverlayNode* const node = world_.node(place)) {
      snapshot.nodes.push_back(
          {EndpointId{place}, world_.id_of(place), world_.is_honest(place),
           world_.is_outsider(place), node->member().status() == OverlayMember::Status::in_system,
           &node->member().table(), node->is_alarmed(), world_.origin(place).value});
    }
  }
  return snapshot;
}

void OverlayRun::show(const OverlaySnapshot& snapshot) {
  recorder_.on_snapshot(snapshot);
  for (const std::unique_ptr<OverlayChecker>& checker : checkers_) {
    checker->on_snapshot(snapshot);
  }
}

void OverlayRun::schedule_snapshot(SimTime when) {
  if (when < SimTime{spec_.duration}) {
    at(when, [this, when] {
      show(look());
      schedule_snapshot(when + spec_.overlay.snapshot_interval);
    });
  }
}

// Always scheduled, whether or not anybody listens, so that listening changes nothing.
void OverlayRun::schedule_progress(SimTime when) {
  if (when < SimTime{spec_.duration}) {
    at(when, [this, when] {
      report_progress();
      schedule_progress(when + options_.progress_interval);
    });
  }
}

void OverlayRun::report_progress() {
  Simulation& simulation = world_.simulation();
  if (options_.interrupt != nullptr && options_.interrupt->load()) {
    was_interrupted_ = true;
    simulation.stop();
  }
  if (options_.progress) {
    std::uint64_t violations = 0;
    for (const std::unique_ptr<OverlayChecker>& checker : checkers_) {
      violations += checker->violations().size();
    }
    options_.progress({now(), spec_.duration, std::nullopt, simulation.events(), violations});
  }
}

Result<void> OverlayRun::let_time_pass() {
  const SimTime end{spec_.duration};
  if (options_.engine == HostEngine::standalone) {
    StandaloneHost host{world_.simulation()};
    start_founders();
    return host.run(end);
  }
  SimgridHost host{world_.simulation()};
  start_founders();
  return host.run(end);
}

Result<RunRecord> OverlayRun::execute() {
  Simulation& simulation = world_.simulation();
  std::ofstream log;
  if (options_.digest_log) {
    log.open(*options_.digest_log);
    if (!log) {
      return callo::fail("cannot write " + options_.digest_log->string());
    }
    simulation.feed().log_to(log, 1);
  }
  simulation.feed().subscribe(recorder_);
  if (lookups_) {
    simulation.feed().subscribe(*lookups_);
    lookups_->start();
  }
  churn_.schedule();
  schedule_faults();
  schedule_snapshot(SimTime{spec_.overlay.snapshot_interval});
  schedule_progress(SimTime{options_.progress_interval});
  const Result<void> passed = let_time_pass();
  if (!passed) {
    return tl::unexpected{passed.error()};
  }
  log.flush();
  if (options_.digest_log && !log) {
    return callo::fail("cannot write " + options_.digest_log->string());
  }
  show(look());
  return record();
}

RunRecord OverlayRun::record() {
  Simulation& simulation = world_.simulation();
  RunRecord record;
  record.digest = simulation.digest();
  record.events = simulation.events();
  record_traffic(simulation, record);
  record.simulated = now();
  record.measured_links_ppm = world_.measured_links_ppm();
  record.was_interrupted = was_interrupted_;
  record.nodes = node_rows();
  record.faults = fault_rows();
  record.overlay = recorder_.take();
  record.overlay->failed = churn_.failed();
  record.overlay->left = churn_.left();
  if (lookups_) {
    record.overlay->lookups = lookups_->take();
  }
  for (const std::unique_ptr<OverlayChecker>& checker : checkers_) {
    for (const Violation& violation : checker->violations()) {
      ViolationRow row{violation.claim, violation.step, violation.time, std::nullopt,
                       violation.detail};
      if (violation.node) {
        row.node = violation.node->value;
      }
      record.violations.push_back(std::move(row));
    }
    if (std::string reason = checker->abstention(); !reason.empty()) {
      record.abstentions.push_back({std::string(checker->claim()), std::move(reason)});
    }
  }
  return record;
}

std::vector<NodeRow> OverlayRun::node_rows() {
  std::vector<NodeRow> rows(world_.places());
  for (std::uint32_t place = 0; place < world_.places(); ++place) {
    NodeRow& row = rows[place];
    const SimulatedNode& node = world_.simulation().node(EndpointId{place});
    const EndpointCounters& counters = world_.simulation().network().counters(EndpointId{place});
    row.node = place;
    row.name = "n" + std::to_string(place);
    row.city = map_.city(place);
    row.label = place;
    if (const TraitorRole* const role = cast_.traitor(NodeId{place})) {
      row.traitor = role->spec.behaviour;
    }
    if (const OverlayNode* const there = world_.node(place)) {
      for (const Neighbour& neighbour : there->member().table().from_level(0)) {
        row.neighbours.push_back(neighbour.endpoint.value);
      }
    }
    row.messages_sent = counters.messages_sent;
    row.messages_received = counters.messages_received;
    row.bytes_sent = counters.bytes_sent;
    row.bytes_received = counters.bytes_received;
    row.crashes = node.incarnation() > 0 ? node.incarnation() - 1 : 0;
  }
  return rows;
}

std::vector<FaultRow> OverlayRun::fault_rows() const {
  std::vector<FaultRow> rows;
  for (const std::unique_ptr<Fault>& fault : faults_.faults()) {
    rows.push_back(fault_row(*fault, surface_));
  }
  for (const TraitorRole& role : cast_.traitors()) {
    rows.push_back(traitor_row(role, world_.fired(role.node)));
  }
  return rows;
}

}  // namespace callo::sim
