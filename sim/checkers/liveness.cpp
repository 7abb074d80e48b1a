#include "sim/checkers/liveness.hpp"

#include <algorithm>
#include <set>

namespace callo::sim {

Liveness::Liveness(const CheckContext& context) : Checker{kClaim, kCommits, context} {
  abstention_ = find_abstention();
  if (abstention_.empty()) {
    for (const EndpointId endpoint : context.liveness->core) {
      last_commit_[endpoint] = Duration::min();
    }
  }
}

std::string Liveness::find_abstention() const {
  if (!context().liveness) {
    return "a fault never ends, and no date says when to expect progress all the same";
  }
  const LivenessPlan& plan = *context().liveness;
  if (!plan.is_without_quorum && !has_quorum()) {
    return "the nodes that are left have no quorum";
  }
  if (plan.healed_at >= plan.run_end || plan.run_end - plan.healed_at <= plan.bound) {
    return "the run ends before the bound has passed";
  }
  return {};
}

bool Liveness::has_quorum() const {
  std::set<NodeId> core;
  for (const EndpointId endpoint : context().liveness->core) {
    core.insert(context().endpoints[endpoint.value].node);
  }
  const auto lacks_quorum = [&core](const std::vector<CheckedValidator>& validators) {
    std::int64_t in = 0;
    std::int64_t out = 0;
    for (const CheckedValidator& validator : validators) {
      (core.contains(validator.node) ? in : out) += validator.power;
    }
    return out >= in - out;  // in <= 2/3 (in + out)
  };
  const auto& sets = context().liveness->validators;
  return sets.empty() ? !lacks_quorum(context().validators)
                      : std::none_of(sets.begin(), sets.end(), lacks_quorum);
}

void Liveness::on_commit(const Moment& moment, const CommitEffect&) {
  const auto entry = last_commit_.find(moment.endpoint);
  // Whoever has been corrupted since owes nothing.
  if (!context().endpoints[moment.endpoint.value].is_honest) {
    return;
  }
  if (entry != last_commit_.end()) {
    check_pause(moment, entry->second);
    entry->second = moment.time;
  }
}

void Liveness::on_end(Duration time) {
  for (const auto& [endpoint, last] : last_commit_) {
    if (!context().endpoints[endpoint.value].is_honest) {
      continue;
    }
    Moment end;
    end.time = time;
    end.endpoint = endpoint;
    end.node = context().endpoints[endpoint.value].node;
    check_pause(end, last);
  }
}

void Liveness::check_pause(const Moment& moment, Duration since) {
  const LivenessPlan& plan = *context().liveness;
  const Duration start = std::max(since, plan.healed_at);
  // Subtracting, so that no sum overflows.
  if (moment.time > start && moment.time - start > plan.bound) {
    violated(moment, "no commit for " +
                         std::to_string((moment.time - start) / std::chrono::milliseconds{1}) +
                         " ms after the faults were over");
  }
}

}  // namespace callo::sim
