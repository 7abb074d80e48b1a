#include "sim/hosts/simulation.hpp"

#include <utility>

#include "protocol/base/check.hpp"

namespace callo::sim {

Simulation::Simulation(SimulationConfig config, MachineFactory machine_factory,
                       RequestHandler* requests)
    : network_{engine_, std::move(config.network)},
      surroundings_{
          engine_, network_, feed_, std::move(machine_factory), config.calendar_start, requests,
          {},      {},       {}} {
  surroundings_.machines.resize(config.nodes.size());
  CALLO_CHECK(config.nodes.size() == network_.config().endpoints.size());
  nodes_ = std::vector<std::optional<SimulatedNode>>(config.nodes.size());
  for (std::uint32_t i = 0; i < nodes_.size(); ++i) {
    nodes_[i].emplace(EndpointId{i}, config.nodes[i], surroundings_);
  }
}

void Simulation::start_all(std::size_t count) {
  at(now(), [this, count] {
    // All are up before the first of them speaks: nobody misses what is said at this instant.
    std::vector<SimulatedNode*> started;
    for (std::uint32_t index = 0; index < std::min(count, nodes_.size()); ++index) {
      if (!held_back_.contains(EndpointId{index}) && nodes_[index]->bring_up(Disk::kept)) {
        started.push_back(&*nodes_[index]);
      }
    }
    for (SimulatedNode* const node : started) {
      node->begin();
    }
  });
}

void Simulation::at(SimTime time, Action action) {
  std::uint64_t slot = actions_.size();
  if (free_actions_.empty()) {
    actions_.push_back(std::move(action));
  } else {
    slot = free_actions_.back();
    free_actions_.pop_back();
    actions_[slot] = std::move(action);
  }
  // An action may crash a node, which the host must see at the right date.
  engine_.schedule(time, {.kind = EventKind::action, .needs_host_clock = true, .value = slot});
}

void Simulation::on_event(SimTime, Event& event) {
  switch (event.kind) {
    case EventKind::delivery:
      if (network_.admit(event)) {
        nodes_[event.endpoint.value]->on_event(event);
      }
      return;
    case EventKind::timer:
    case EventKind::durable:
    case EventKind::processed:
      nodes_[event.endpoint.value]->on_event(event);
      return;
    case EventKind::chunk_departed:
    case EventKind::chunk_arrived:
    case EventKind::bulk_start:
      network_.on_event(event);
      return;
    case EventKind::action:
      act(event.value);
      return;
  }
}

void Simulation::expect(const Event& soon) const {
  if (soon.kind == EventKind::delivery) {
    nodes_[soon.endpoint.value]->fetch();
    network_.fetch(soon.endpoint);
    __builtin_prefetch(surroundings_.machines[soon.endpoint.value]);
    __builtin_prefetch(soon.frame);
  }
}

void Simulation::act(std::uint64_t slot) {
  const Action action = std::exchange(actions_[slot], nullptr);
  free_actions_.push_back(slot);
  action();
}

}  // namespace callo::sim
