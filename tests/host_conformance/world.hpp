#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/hosts/simulation.hpp"

namespace callo::sim::conformance {

enum class HostKind { standalone, simgrid };

inline const char* name(HostKind kind) {
  return kind == HostKind::standalone ? "standalone" : "simgrid";
}

// A world in which every machine does what the test says, and a log of what the test noted. Times
// in the log are milliseconds of true time.
class World {
 public:
  using Behaviour =
      std::function<void(World& world, EndpointId self, const Input& input, Effects& out)>;

  World(SimulationConfig config, Behaviour behaviour);

  Simulation& simulation() { return simulation_; }

  SimulatedNode& node(std::uint32_t endpoint) { return simulation_.node(EndpointId{endpoint}); }

  void at_ms(std::int64_t ms, Simulation::Action action) {
    simulation_.at(SimTime{std::chrono::milliseconds{ms}}, std::move(action));
  }

  // Adds "<ms> n<endpoint> <what>".
  void note(EndpointId self, const std::string& what);

  std::vector<std::string>& log() { return log_; }

 private:
  std::vector<std::string> log_;
  Simulation simulation_;
};

using Script = std::function<void(World& world)>;

// Plays a script (which schedules what shall happen; all endpoints are started first) until
// `limit_ms` and returns the log. Inside SimGrid in a process of its own.
std::vector<std::string> play(HostKind kind, const SimulationConfig& config,
                              const World::Behaviour& behaviour, const Script& script,
                              std::int64_t limit_ms);

// Nodes in one city, 10 ms apart, no jitter, everything else free.
SimulationConfig plain_config(std::uint32_t nodes);

Frame frame_of(const std::string& text);
std::string text_of(const Frame& frame);

inline TimerId timer(std::uint8_t slot) {
  return TimerId{slot};
}

inline MonotonicTime due_ms(std::int64_t ms) {
  return MonotonicTime{std::chrono::milliseconds{ms}};
}

}  // namespace callo::sim::conformance
