#pragma once

#include "sim/checkers/checker_set.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/scenario/payment_client.hpp"
#include "sim/scenario/recorder.hpp"

namespace callo::sim {

// The one observer of a run: tells checkers, recorder and banks what concerns them. It looks only
// at kinds of steps that somebody wants.
class RunWatcher final : public StepObserver {
 public:
  RunWatcher(const Cast& cast, Simulation& simulation, CheckerSet& checkers, Recorder& recorder,
             PaymentClient& payments)
      : cast_{cast},
        simulation_{simulation},
        checkers_{checkers},
        recorder_{recorder},
        payments_{payments},
        nodes_(cast.endpoint_nodes().size()) {}

  StepInterest interest() const override;
  void on_step(const Step& step) override;
  void on_commit(SimTime time, EndpointId endpoint, const CommitEffect& commit) override;
  void on_evidence(SimTime time, EndpointId endpoint, const EvidenceEffect& evidence) override;
  void on_blame(SimTime time, EndpointId endpoint, const BlameEffect& blame) override;
  void on_send(SimTime time, EndpointId endpoint, const Frame& frame) override;

  // What a node's first endpoint committed, honest or not, over all its incarnations.
  Height height(NodeId node) const { return nodes_[node.value].height; }

  std::uint64_t commits(NodeId node) const { return nodes_[node.value].commits; }

 private:
  void tell_of_mail(const Moment& here, const Step& step);
  Moment moment(SimTime time, EndpointId endpoint) const;

  const Cast& cast_;
  Simulation& simulation_;
  CheckerSet& checkers_;
  Recorder& recorder_;
  PaymentClient& payments_;

  struct Progress {
    Height height = 0;
    std::uint64_t commits = 0;
  };

  std::vector<Progress> nodes_;
};

}  // namespace callo::sim
