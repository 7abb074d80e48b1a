#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "sim/hosts/step_digest.hpp"
#include "sim/hosts/step_observer.hpp"

namespace callo::sim {

// Numbers the steps of a run, digests every one, and passes each on to those who asked for its
// kind. A step that nobody asked for costs its digest only.
class StepFeed {
 public:
  // Before the first step; the observer outlives the feed. Called in the order of subscribing.
  void subscribe(StepObserver& observer);

  // From now on writes a line "number time_ns endpoint kind digest" for every `interval`-th step.
  // The stream outlives the feed.
  void log_to(std::ostream& out, std::uint64_t interval);

  void step(SimTime time, EndpointId endpoint, std::uint32_t incarnation, const Input& input,
            const Effects& effects) {
    const Step happened{++steps_, time, endpoint, incarnation, input, effects};
    digest_.absorb(happened);
    if (wanted_ != 0) {
      pass_on(happened);
    }
  }

  void send(SimTime time, EndpointId endpoint, const Frame& frame) {
    if ((wanted_ & kReleasedSends) != 0) {
      pass_on_send(time, endpoint, frame);
    }
  }

  void commit(SimTime time, EndpointId endpoint, const CommitEffect& commit);
  void evidence(SimTime time, EndpointId endpoint, const EvidenceEffect& evidence);
  void blame(SimTime time, EndpointId endpoint, const BlameEffect& blame);

  std::uint64_t steps() const { return steps_; }

  std::string digest() const { return digest_.hex(); }

 private:
  struct Subscriber {
    StepObserver* observer;
    StepInterest interest;
  };

  void pass_on(const Step& step);
  void pass_on_send(SimTime time, EndpointId endpoint, const Frame& frame);
  void write_line(const Step& step);

  StepDigest digest_;
  std::uint64_t steps_ = 0;
  StepInterest wanted_ = 0;  // of all subscribers and the log together
  std::vector<Subscriber> subscribers_;
  std::ostream* log_ = nullptr;
  std::uint64_t log_interval_ = 1;
};

}  // namespace callo::sim
