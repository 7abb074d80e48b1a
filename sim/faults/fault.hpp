#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/engine/random_stream.hpp"
#include "sim/faults/fault_surface.hpp"

namespace callo::sim {

// What holds from `at` on, counted from the fault's start, until the next stage. Nothing set: all
// is well again.
struct FaultStage {
  Duration at{};
  bool is_down = false;
  std::uint32_t loss_ppm{};
  Duration extra_round_trip{};

  bool restores() const { return !is_down && loss_ppm == 0 && extra_round_trip == Duration{}; }
};

// One fault, resolved to endpoints and cities; each kind reads its own members (registry.cpp says
// which).
struct FaultSettings {
  std::string id{};
  std::string kind{};
  Duration at{};
  std::optional<Duration> duration{};  // absent: to the end of the run
  std::vector<EndpointId> nodes{};
  std::uint32_t endpoints_total{};
  std::vector<LinkScope> links{};  // directed; loss, delay … with none: all links
  std::vector<std::uint32_t> cities{};
  std::string place{};  // the name of a group, a site or a country; only of what is drawn
  std::uint32_t cities_total{};
  std::vector<std::vector<EndpointId>> groups{};
  Disk disk = Disk::kept;
  bool is_one_way = false;
  std::uint32_t probability_ppm{};
  Duration delay{};
  Duration offset{};                 // of the calendar, ahead of what it shows without the fault
  std::int64_t drift_ppm{};          // how much faster the clocks run
  std::optional<Duration> rejoin{};  // before its end: a refused disk is replaced by an empty one
  std::vector<FaultStage> stages{};  // ascending; none: down from the start on
  std::uint32_t common_cause_ppm = kMillion;  // that what hits one link of a group hits another
  Duration period{};
  std::uint32_t factor = 1;
  std::int64_t bits_per_s{};
  std::uint64_t seed{};  // of what the fault itself draws
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

  // Asked after the start and after every change: how long until it changes; absent: no more. Not
  // changed when it is over by then.
  virtual std::optional<Duration> until_next_change() const { return std::nullopt; }

  virtual void change(FaultSurface& /*surface*/) {}

  // What became of it, for people; may be empty.
  virtual std::string outcome() const { return {}; }

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
