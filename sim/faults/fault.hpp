#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/faults/fault_surface.hpp"

namespace callo::sim {

// One fault, resolved to endpoints and cities; each kind reads its own members (registry.cpp says
// which).
struct FaultSettings {
  std::string id{};
  std::string kind{};
  Duration at{};
  std::optional<Duration> duration{};  // absent: to the end of the run
  std::vector<EndpointId> nodes{};
  std::vector<LinkScope> links{};  // directed; loss, delay … with none: all links
  std::vector<std::uint32_t> cities{};
  std::uint32_t cities_total{};
  std::vector<std::vector<EndpointId>> groups{};
  Disk disk = Disk::kept;
  bool is_one_way = false;
  std::uint32_t probability_ppm{};
  Duration delay{};
  Duration offset{};         // of the calendar, ahead of what it shows without the fault
  std::int64_t drift_ppm{};  // how much faster the clocks run
};

// Something that goes wrong and is over again.
class Fault {
 public:
  explicit Fault(FaultSettings settings) : settings_{std::move(settings)} {}

  virtual ~Fault() = default;
  Fault(const Fault&) = delete;
  Fault& operator=(const Fault&) = delete;

  // Strictly in turn.
  virtual void start(FaultSurface& surface) = 0;
  virtual void stop(FaultSurface& surface) = 0;

  // Whom it hits, for people.
  virtual std::string target() const = 0;

  // How often it has really done something up to now: nodes stopped; messages blocked, lost or
  // duplicated while it lasted (of faults that overlap, each counts them); links slowed down.
  virtual std::uint64_t fired(const FaultSurface& surface) const = 0;

  const FaultSettings& settings() const { return settings_; }

 private:
  FaultSettings settings_;
};

// "n1 n4 n7"
std::string name_nodes(const std::vector<EndpointId>& nodes);

}  // namespace callo::sim
