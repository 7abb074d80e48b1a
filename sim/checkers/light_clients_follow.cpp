#include "sim/checkers/light_clients_follow.hpp"

#include <algorithm>

namespace callo::sim {

void LightClientsFollow::on_light_start(const Moment& moment) {
  last_[moment.node] = moment.time;
}

void LightClientsFollow::on_light_head(const Moment& moment, const LightBlock&) {
  check_pause(moment, last_.at(moment.node));
  last_[moment.node] = moment.time;
}

void LightClientsFollow::on_light_attacks(const Moment& moment, std::span<const FoundAttack>) {
  violated(moment, "was shown two chains and halted");
}

void LightClientsFollow::on_end(Duration time) {
  for (const auto& [client, last] : last_) {
    Moment end;
    end.time = time;
    end.node = client;
    check_pause(end, last);
  }
}

void LightClientsFollow::check_pause(const Moment& moment, Duration since) {
  if (!context().liveness) {
    return;
  }
  const LivenessPlan& plan = *context().liveness;
  const Duration start = std::max(since, plan.healed_at);
  if (moment.time > start && moment.time - start > plan.bound) {
    violated(moment, "trusts no newer header for " +
                         std::to_string((moment.time - start) / std::chrono::milliseconds{1}) +
                         " ms");
  }
}

}  // namespace callo::sim
