#include "sim/scenario/overlay_recorder.hpp"

#include <utility>

#include "sim/checkers/all_reachable.hpp"
#include "sim/checkers/k_consistency.hpp"
#include "sim/checkers/nobody_eclipsed.hpp"

namespace callo::sim {

OverlayRecorder::OverlayRecorder(OverlayWorld& world)
    : world_{world}, coming_since_(world.places()) {}

void OverlayRecorder::on_start(std::uint32_t place, Duration time) {
  ++record_.joins_begun;
  coming_since_[place] = time;
}

// Only who is still coming in is looked at.
void OverlayRecorder::on_step(const Step& step) {
  std::optional<Duration>& since = coming_since_[step.endpoint.value];
  if (!since) {
    return;
  }
  const OverlayNode* const node = world_.node(step.endpoint.value);
  if (node != nullptr && node->member().status() == OverlayMember::Status::in_system) {
    record_.join_times.push_back(step.time.time_since_epoch() - *since);
    record_.notifications += node->member().notifications_sent();
    since.reset();
  }
}

void OverlayRecorder::on_end_of_life(std::uint32_t place) {
  coming_since_[place].reset();
  const OverlayNode* const node = world_.node(place);
  if (node == nullptr) {
    return;
  }
  record_.repaired += node->repair().filled();
  for (std::size_t reason = 0; reason < record_.rejected.size(); ++reason) {
    record_.rejected[reason] += node->rejected()[reason];
  }
  for (std::size_t defect = 0; defect < record_.copies_refused.size(); ++defect) {
    record_.copies_refused[defect] += node->entrance().refused()[defect];
  }
  record_.copies_outvoted += node->entrance().outvoted();
  record_.eclipse_alarms += node->eclipse_alarms();
}

void OverlayRecorder::on_snapshot(const OverlaySnapshot& snapshot) {
  const Consistency found = measure_consistency(snapshot);
  record_.snapshots.push_back({snapshot.time, static_cast<std::uint32_t>(snapshot.nodes.size()),
                               found.nodes, found.consistent, found.missing, found.foreign,
                               static_cast<std::uint32_t>(nodes_apart(snapshot).size()),
                               measure_eclipsed(snapshot).nodes});
}

OverlayRecord OverlayRecorder::take() {
  for (std::uint32_t place = 0; place < world_.places(); ++place) {
    record_.joins_unfinished += coming_since_[place] ? 1U : 0U;
    on_end_of_life(place);
  }
  return std::move(record_);
}

}  // namespace callo::sim
