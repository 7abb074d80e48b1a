#include "sim/hosts/step_feed.hpp"

#include "protocol/base/check.hpp"

namespace callo::sim {

namespace {

StepInterest kinds_of(const Effects& effects) {
  return kEveryStep | (effects.commits.empty() ? 0 : kStepsWithCommits) |
         (effects.evidence.empty() ? 0 : kStepsWithEvidence) |
         (effects.sends.empty() ? 0 : kStepsWithSends) |
         (effects.records.empty() ? 0 : kStepsWithRecords) |
         (effects.notices.empty() ? 0 : kStepsWithNotices);
}

}  // namespace

void StepFeed::subscribe(StepObserver& observer) {
  CALLO_CHECK(steps_ == 0);
  subscribers_.push_back({&observer, observer.interest()});
  wanted_ |= subscribers_.back().interest;
}

void StepFeed::log_to(std::ostream& out, std::uint64_t interval) {
  CALLO_CHECK(interval > 0);
  log_ = &out;
  log_interval_ = interval;
  wanted_ |= kEveryStep;
}

void StepFeed::commit(SimTime time, EndpointId endpoint, const CommitEffect& commit) {
  for (const Subscriber& subscriber : subscribers_) {
    subscriber.observer->on_commit(time, endpoint, commit);
  }
}

void StepFeed::evidence(SimTime time, EndpointId endpoint, const EvidenceEffect& evidence) {
  for (const Subscriber& subscriber : subscribers_) {
    subscriber.observer->on_evidence(time, endpoint, evidence);
  }
}

void StepFeed::blame(SimTime time, EndpointId endpoint, const BlameEffect& blame) {
  for (const Subscriber& subscriber : subscribers_) {
    subscriber.observer->on_blame(time, endpoint, blame);
  }
}

void StepFeed::pass_on(const Step& step) {
  const StepInterest kinds = kinds_of(step.effects);
  if ((kinds & wanted_) == 0) {
    return;
  }
  for (const Subscriber& subscriber : subscribers_) {
    if ((subscriber.interest & kinds) != 0) {
      subscriber.observer->on_step(step);
    }
  }
  if (log_ != nullptr && step.number % log_interval_ == 0) {
    write_line(step);
  }
}

void StepFeed::pass_on_send(SimTime time, EndpointId endpoint, const Frame& frame) {
  for (const Subscriber& subscriber : subscribers_) {
    if ((subscriber.interest & kReleasedSends) != 0) {
      subscriber.observer->on_send(time, endpoint, frame);
    }
  }
}

void StepFeed::write_line(const Step& step) {
  *log_ << step.number << ' ' << nanoseconds(step.time) << ' ' << step.endpoint.value << ' '
        << input_kind(step.input) << ' ' << digest_.hex() << '\n';
}

}  // namespace callo::sim
