#include "sim/checkers/checking_observer.hpp"

namespace callo::sim {

StepInterest CheckingObserver::interest() const {
  StepInterest wanted = 0;
  if ((checkers_.interests() & kRecords) != 0) {
    wanted |= kStepsWithRecords;
  }
  if ((checkers_.interests() & kSends) != 0) {
    wanted |= kReleasedSends;
  }
  return wanted;
}

void CheckingObserver::on_step(const Step& step) {
  const Moment when{step.number, step.time.time_since_epoch(), step.endpoint, step.incarnation, {}};
  for (const Record& record : step.effects.records) {
    checkers_.on_record(when, record);
  }
}

void CheckingObserver::on_commit(SimTime time, EndpointId endpoint, const CommitEffect& commit) {
  checkers_.on_commit(moment(time, endpoint), commit);
}

void CheckingObserver::on_evidence(SimTime time, EndpointId endpoint,
                                   const EvidenceEffect& evidence) {
  checkers_.on_evidence(moment(time, endpoint), evidence);
}

void CheckingObserver::on_send(SimTime time, EndpointId endpoint, const Frame& frame) {
  checkers_.on_send(moment(time, endpoint), frame);
}

Moment CheckingObserver::moment(SimTime time, EndpointId endpoint) const {
  return {simulation_.feed().steps(),
          time.time_since_epoch(),
          endpoint,
          simulation_.node(endpoint).incarnation(),
          {}};
}

}  // namespace callo::sim
