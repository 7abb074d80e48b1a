#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "sim/faults/fault_surface.hpp"

namespace callo::sim::test {

// Six endpoints, two in each of three cities, as a table of what is up, and the real link table.
class FakeWorld final : public FaultSurface {
 public:
  void shift_calendar(EndpointId endpoint, Duration by) override { offsets[endpoint] += by; }

  void block(const LinkScope& scope) override { links.block(scope); }

  void unblock(const LinkScope& scope) override { links.unblock(scope); }

  void clog(const LinkScope& scope) override { links.clog(scope); }

  void unclog(const LinkScope& scope) override { links.unclog(scope); }

  void on_next_write(EndpointId endpoint, std::function<void()> then) override {
    next_writes[endpoint] = std::move(then);
  }

  // The node gives records to its disk.
  void write(EndpointId endpoint) {
    if (const auto then = std::exchange(next_writes[endpoint], nullptr)) {
      then();
    }
  }

  std::string refusal(EndpointId endpoint) const override {
    return refusing.contains(endpoint) ? "damaged" : "";
  }

  ImpairmentId impair(const LinkScope& scope, const Impairment& impairment) override {
    return links.impair(scope, impairment);
  }

  void lift(ImpairmentId id) override { links.lift(id); }

  FaultCounters counters() const override { return happened; }

  static Place place(std::uint32_t endpoint) { return {{endpoint}, endpoint / 2}; }

  bool blocked(std::uint32_t from, std::uint32_t to) const {
    return links.is_blocked(place(from), place(to));
  }

  bool clogged(std::uint32_t from, std::uint32_t to) const {
    return links.is_clogged(place(from), place(to));
  }

  Impairment impairment(std::uint32_t from, std::uint32_t to) const {
    return links.impairment(place(from), place(to));
  }

  LinkTable links{3};
  FaultCounters happened;
  std::set<EndpointId> down;
  std::set<EndpointId> paused;
  Disk last_disk = Disk::kept;
  std::map<EndpointId, Duration> offsets;
  std::map<EndpointId, std::int64_t> drifts_ppm;
  std::map<EndpointId, std::uint32_t> slowness;
  std::map<EndpointId, std::optional<std::int64_t>> bandwidth;
  std::map<EndpointId, std::function<void()>> next_writes;
  std::set<EndpointId> refusing;

 protected:
  bool stop_node(EndpointId endpoint) override {
    paused.erase(endpoint);
    return down.insert(endpoint).second;
  }

  bool start_node(EndpointId endpoint, Disk disk) override {
    last_disk = disk;
    if (is_refused(disk)) {
      refusing.insert(endpoint);
      return false;
    }
    refusing.erase(endpoint);
    return down.erase(endpoint) == 1;
  }

  bool pause_node(EndpointId endpoint) override { return paused.insert(endpoint).second; }

  bool resume_node(EndpointId endpoint) override { return paused.erase(endpoint) == 1; }

  void set_drift(EndpointId endpoint, std::int64_t ppm) override { drifts_ppm[endpoint] = ppm; }

  void set_slowness(EndpointId endpoint, std::uint32_t factor) override {
    slowness[endpoint] = factor;
  }

  void limit_bandwidth(EndpointId endpoint, std::optional<std::int64_t> bits_per_s) override {
    bandwidth[endpoint] = bits_per_s;
  }
};

}  // namespace callo::sim::test
