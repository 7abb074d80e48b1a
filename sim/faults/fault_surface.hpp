#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "protocol/base/ids.hpp"
#include "sim/hosts/disk.hpp"
#include "sim/network/link_table.hpp"

namespace callo::sim {

// What the network has done to messages so far.
struct FaultCounters {
  std::uint64_t blocked{};
  std::uint64_t lost{};
  std::uint64_t duplicated{};
  std::uint64_t corrupted{};
  std::uint64_t held{};  // by clogs
};

// What faults can do to the world. Overlapping faults compose: a node is down (or paused) as long
// as any fault keeps it so, and each fault takes back exactly what it did, in any order.
class FaultSurface {
 public:
  virtual ~FaultSurface() = default;

  // These say whether the node changed: a node that is down already cannot crash again.
  bool crash(EndpointId endpoint, Disk disk);
  // Undoes one crash(); the node starts when the last one is undone, with the worst disk that any
  // of them left.
  bool restart(EndpointId endpoint);
  // An empty disk in place of one that the node refused at its last start; it then starts, unless
  // it is kept down.
  bool rejoin(EndpointId endpoint);
  // Why the node refused its disk; empty if it did not.
  virtual std::string refusal(EndpointId endpoint) const = 0;
  bool pause(EndpointId endpoint);
  // Undoes one pause().
  bool resume(EndpointId endpoint);

  // Processor and disk take so many times as long; of several faults the largest factor holds.
  void slow_down(EndpointId endpoint, std::uint32_t factor);
  void speed_up(EndpointId endpoint, std::uint32_t factor);
  // Of the access line; of several faults the smallest rate holds.
  void cut_bandwidth(EndpointId endpoint, std::int64_t bits_per_s);
  void restore_bandwidth(EndpointId endpoint, std::int64_t bits_per_s);

  // `then` once, right after the step in which the node next gives records to its disk; an empty
  // function takes the wish back.
  virtual void on_next_write(EndpointId endpoint, std::function<void()> then) = 0;

  // Both add up with what other faults do to the same clocks.
  virtual void shift_calendar(EndpointId endpoint, Duration by) = 0;
  void add_drift(EndpointId endpoint, std::int64_t ppm);

  virtual void block(const LinkScope& scope) = 0;
  virtual void unblock(const LinkScope& scope) = 0;
  // Messages wait, and go on when the last clog of their link is undone.
  virtual void clog(const LinkScope& scope) = 0;
  virtual void unclog(const LinkScope& scope) = 0;
  virtual ImpairmentId impair(const LinkScope& scope, const Impairment& impairment) = 0;
  virtual void lift(ImpairmentId id) = 0;

  virtual FaultCounters counters() const = 0;

 protected:
  // The world's own switches; false when nothing changed.
  virtual bool stop_node(EndpointId endpoint) = 0;
  virtual bool start_node(EndpointId endpoint, Disk disk) = 0;
  virtual bool pause_node(EndpointId endpoint) = 0;
  virtual bool resume_node(EndpointId endpoint) = 0;
  virtual void set_drift(EndpointId endpoint, std::int64_t ppm) = 0;
  virtual void set_slowness(EndpointId endpoint, std::uint32_t factor) = 0;
  // Absent: as the scenario says.
  virtual void limit_bandwidth(EndpointId endpoint, std::optional<std::int64_t> bits_per_s) = 0;

 private:
  struct State {
    std::uint32_t crashes{};
    std::uint32_t pauses{};
    Disk disk = Disk::kept;
    std::int64_t drift_ppm{};
    std::multiset<std::uint32_t> slowness{};
    std::multiset<std::int64_t> bandwidths{};
  };

  std::map<EndpointId, State> states_;
};

}  // namespace callo::sim
