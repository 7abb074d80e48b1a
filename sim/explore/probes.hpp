#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "protocol/base/hash.hpp"
#include "protocol/wire/envelope.hpp"
#include "sim/hosts/step_observer.hpp"
#include "sim/scenario/spec.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

// A place that exploration ought to get to sometimes: one that no seed of many reaches says where
// the search is blind.
struct Probe {
  enum class Runs : std::uint8_t { all, with_consensus, without_consensus };

  std::string name;
  std::string description;
  Runs runs = Runs::all;  // which can come to it
};

// Whether runs of this scenario can come to it.
bool is_possible(const Probe& probe, const ScenarioSpec& spec);

// All there are: of the protocol's course, and one for each kind of fault and of traitor.
const std::vector<Probe>& probes();

// Which probes a run hit, by their index in probes().
class ProbeHits {
 public:
  void hit(std::uint32_t probe);
  // Contract: the name of a probe.
  void hit(const std::string& name);
  void add(const ProbeHits& other);

  bool has(std::uint32_t probe) const { return probe < hit_.size() && hit_[probe]; }

  // Ascending.
  std::vector<std::uint32_t> hits() const;

 private:
  std::vector<bool> hit_;
};

// Watches the honest nodes of one run.
class ProbeObserver final : public StepObserver {
 public:
  // `is_honest` by endpoint.
  explicit ProbeObserver(std::vector<bool> is_honest);

  StepInterest interest() const override;
  void on_step(const Step& step) override;
  void on_commit(SimTime time, EndpointId endpoint, const CommitEffect& commit) override;
  void on_evidence(SimTime time, EndpointId endpoint, const EvidenceEffect& evidence) override;
  void on_blame(SimTime time, EndpointId endpoint, const BlameEffect& blame) override;

  // Once, after the run: with what its record shows besides.
  ProbeHits finish(const RunRecord& record);

 private:
  // What the node signed last with a block in it.
  struct Lock {
    Height height{};
    Round round{};
    Hash block;
  };

  bool is_honest(EndpointId endpoint) const {
    return endpoint.value < is_honest_.size() && is_honest_[endpoint.value];
  }

  void on_timer(const TimerFired& timer, const Effects& effects);
  void on_notice(const Notice& notice);
  void on_record(EndpointId endpoint, const Record& record);
  void on_vote(EndpointId endpoint, const Envelope& envelope);

  std::vector<bool> is_honest_;
  std::vector<Lock> locks_;  // by endpoint
  ProbeHits hits_;
  Height looked_into_ = 0;  // blocks up to this height were decoded
};

}  // namespace callo::sim
