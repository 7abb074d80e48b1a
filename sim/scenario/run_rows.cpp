// What a run leaves behind: the rows of its record.
#include <set>

#include "sim/checkers/accountability.hpp"
#include "sim/checkers/light_clients_safe.hpp"
#include "sim/scenario/record_parts.hpp"
#include "sim/scenario/run.hpp"
#include "topologies/graph_measures.hpp"

namespace callo::sim {

RunRecord Run::record() {
  Simulation& simulation = world_.simulation();
  RunRecord record;
  record.digest = simulation.digest();
  record.events = simulation.events();
  record_traffic(simulation, record);
  record.simulated = simulation.now().time_since_epoch();
  record.measured_links_ppm = world_.measured_links_ppm();
  record.ceilings = ceilings();
  record.was_interrupted = was_interrupted_;
  recorder_.finish(record);
  record.transactions = payments_.take_rows();
  record.nodes = node_rows();
  record.faults = fault_rows();
  for (FaultRow& row : world_.registrar().rows()) {
    record.faults.push_back(std::move(row));
  }
  record_light_clients(record);
  record.violations = violation_rows();
  for (const std::unique_ptr<Checker>& checker : checkers_.checkers()) {
    if (std::string reason = checker->abstention(); !reason.empty()) {
      record.abstentions.push_back({std::string(checker->claim()), std::move(reason)});
    }
  }
  std::vector<std::uint32_t> suspects = std::move(record.accountability.suspects);
  record.accountability = accountability_counts();
  record.accountability.suspects = std::move(suspects);
  return record;
}

void Run::record_light_clients(RunRecord& record) const {
  record.light_clients = light_clients_.rows();
  std::set<std::uint32_t> culprits;
  for (const std::unique_ptr<Checker>& checker : checkers_.checkers()) {
    const auto* const judge = dynamic_cast<const LightClientsSafe*>(checker.get());
    if (judge == nullptr) {
      continue;
    }
    for (const LightClientsSafe::Proven& proven : judge->proven()) {
      culprits.insert(proven.culprit.value);
      record.evidence.push_back({proven.culprit.value, "light_" + attack_name(proven.kind),
                                 proven.height, proven.round, proven.client.value, proven.time});
    }
  }
  record.light_culprits.assign(culprits.begin(), culprits.end());
}

std::vector<NodeRow> Run::node_rows() {
  std::vector<NodeRow> rows(map_.nodes());
  for (std::uint32_t node = 0; node < map_.nodes(); ++node) {
    NodeRow& row = rows[node];
    row.node = node;
    row.name = "n" + std::to_string(node);
    row.city = map_.city(node);
    row.label = world_.placement().label_of(NodeId{node}).value;
    for (const CubeLabel neighbour : world_.overlay()[row.label]) {
      row.neighbours.push_back(world_.placement().node_at(neighbour).value);
    }
    if (const TraitorRole* role = cast_.traitor(NodeId{node})) {
      row.traitor = role->spec.behaviour;
    }
    row.height = watcher_.height(NodeId{node});
    row.commits = watcher_.commits(NodeId{node});
    row.crashes = world_.simulation().node(EndpointId{node}).incarnation() - 1;
  }
  // The second endpoint of twins counts with its node.
  for (std::uint32_t endpoint = 0; endpoint < cast_.endpoint_nodes().size(); ++endpoint) {
    NodeRow& row = rows[cast_.endpoint_nodes()[endpoint]];
    const EndpointCounters& counters = world_.simulation().network().counters(EndpointId{endpoint});
    row.messages_sent += counters.messages_sent;
    row.messages_received += counters.messages_received;
    row.bytes_sent += counters.bytes_sent;
    row.bytes_received += counters.bytes_received;
  }
  return rows;
}

std::vector<FaultRow> Run::fault_rows() const {
  std::vector<FaultRow> rows;
  for (const std::unique_ptr<Fault>& fault : faults_.faults()) {
    rows.push_back(fault_row(*fault, surface_));
  }
  add_adversary_rows(rows);
  for (const TraitorRole& role : cast_.traitors()) {
    rows.push_back(traitor_row(role, world_.fired(role.node)));
  }
  return rows;
}

void Run::add_adversary_rows(std::vector<FaultRow>& rows) const {
  if (adversary_ == nullptr) {
    return;
  }
  FaultRow row;
  row.id = "adversary";
  row.kind = "adversary:" + spec_.adversary->strategy;
  row.target = spec_.adversary->view == View::rushing ? "all messages" : "its own messages";
  row.fired = adversary_->meddled();
  rows.push_back(std::move(row));
  for (const auto& [node, time] : adversary_->corruptions()) {
    FaultRow corrupted;
    corrupted.id = "corrupted-n" + std::to_string(node.value);
    corrupted.kind = "traitor:" + spec_.adversary->behaviour;
    corrupted.target = "n" + std::to_string(node.value);
    corrupted.at = time.time_since_epoch();
    corrupted.fired = world_.fired(node);
    corrupted.detail = "corrupted by the adversary";
    rows.push_back(std::move(corrupted));
  }
}

std::vector<ViolationRow> Run::violation_rows() const {
  std::vector<ViolationRow> rows;
  for (const Violation& violation : checkers_.violations()) {
    ViolationRow row{violation.claim, violation.step, violation.time, std::nullopt,
                     violation.detail};
    if (violation.node) {
      row.node = violation.node->value;
    }
    rows.push_back(std::move(row));
  }
  return rows;
}

AccountabilityCounts Run::accountability_counts() const {
  AccountabilityCounts counts;
  for (const std::unique_ptr<Checker>& checker : checkers_.checkers()) {
    if (const auto* found = dynamic_cast<const Accountability*>(checker.get())) {
      counts.attributed_breaks = found->attributed_breaks();
      counts.unattributed_breaks = found->unattributed_breaks();
      for (const NodeId culprit : found->culprits()) {
        counts.culprits.push_back(culprit.value);
      }
    }
  }
  return counts;
}

Ceilings Run::ceilings() const {
  const topologies::TraitorCeilings ceilings =
      topologies::traitor_ceilings(map_.nodes(), topologies::vertex_connectivity(world_.overlay()));
  return {ceilings.safety, ceilings.connectivity,
          static_cast<std::uint32_t>(cast_.traitors().size())};
}

}  // namespace callo::sim
