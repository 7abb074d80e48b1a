#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/hosts/simulated_node.hpp"
#include "sim/hosts/step_feed.hpp"
#include "sim/network/network.hpp"

namespace callo::sim {

struct SimulationConfig {
  NetworkConfig network;
  std::vector<NodeSettings> nodes;  // one per endpoint of the network, in their order
  CalendarTime calendar_start;      // what the calendar shows at the start of the run
};

// A world: endpoints, a network between them, and the event core that moves both. Owns no
// process-wide state, so that many can live one after another in one process. A Host lets its time
// pass.
class Simulation final : private EventHandler {
 public:
  using Action = std::function<void()>;

  // `requests` may be null if no machine makes any; it outlives the simulation.
  Simulation(SimulationConfig config, MachineFactory machine_factory,
             RequestHandler* requests = nullptr);

  // Starts all endpoints, in order, as the first thing that happens once a host runs; with a count
  // only the first ones. Not those that were held back, whose first start is somebody else's
  // business.
  void start_all(std::size_t count = SIZE_MAX);

  void hold_back(EndpointId endpoint) { held_back_.insert(endpoint); }

  // Something rare that happens at a date: a fault, a submission. Of equal dates in the order of
  // these calls. Contract: time >= now().
  void at(SimTime time, Action action);

  // Input from outside the network; false when the node is down. Never from inside a step: use
  // at().
  bool submit(EndpointId endpoint, const Frame& frame) {
    return deliver(endpoint, Submitted{frame});
  }

  bool deliver(EndpointId endpoint, Input input) {
    return node(endpoint).deliver(std::move(input));
  }

  SimTime now() const { return engine_.now(); }

  std::size_t size() const { return nodes_.size(); }

  SimulatedNode& node(EndpointId endpoint) { return *nodes_[endpoint.value]; }

  Network& network() { return network_; }

  const Network& network() const { return network_; }

  StepFeed& feed() { return feed_; }

  std::string digest() const { return feed_.digest(); }

  std::uint64_t events() const { return engine_.happened(); }

  const WorkTotals& work() const { return surroundings_.work; }

  // Ends the run after the event that is happening.
  void stop() { engine_.stop(); }

  // For hosts.
  Engine& engine() { return engine_; }

  EventHandler& handler() { return *this; }

 private:
  void on_event(SimTime now, Event& event) override;
  void expect(const Event& soon) const override;
  void act(std::uint64_t slot);

  Engine engine_;
  StepFeed feed_;
  Network network_;
  NodeSurroundings surroundings_;
  // One block of memory; optional only because a node cannot be moved into its place.
  std::vector<std::optional<SimulatedNode>> nodes_;
  std::set<EndpointId> held_back_;
  std::vector<Action> actions_;
  std::vector<std::uint64_t> free_actions_;
};

}  // namespace callo::sim
