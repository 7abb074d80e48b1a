#pragma once

#include "sim/checkers/checker_set.hpp"
#include "sim/hosts/simulation.hpp"

namespace callo::sim {

// Shows a simulation to the checkers, as far as any of them is interested.
class CheckingObserver final : public StepObserver {
 public:
  // Both outlive the observer, which is subscribed to the simulation's feed by its owner.
  CheckingObserver(CheckerSet& checkers, Simulation& simulation)
      : checkers_{checkers}, simulation_{simulation} {}

  StepInterest interest() const override;

  void on_step(const Step& step) override;
  void on_commit(SimTime time, EndpointId endpoint, const CommitEffect& commit) override;
  void on_evidence(SimTime time, EndpointId endpoint, const EvidenceEffect& evidence) override;
  void on_send(SimTime time, EndpointId endpoint, const Frame& frame) override;

 private:
  Moment moment(SimTime time, EndpointId endpoint) const;

  CheckerSet& checkers_;
  Simulation& simulation_;
};

}  // namespace callo::sim
