#pragma once

#include <map>

#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Every light client goes on trusting newer headers: from its start, or from when the last fault is
// over, at least one every `bound` of the liveness plan, until the run ends; and it never halts.
class LightClientsFollow final : public Checker {
 public:
  static constexpr std::string_view kClaim = "light_clients_follow";

  explicit LightClientsFollow(const CheckContext& context) : Checker{kClaim, kLight, context} {}

  void on_light_start(const Moment& moment) override;
  void on_light_head(const Moment& moment, const LightBlock& head) override;
  void on_light_attacks(const Moment& moment, std::span<const FoundAttack> attacks) override;
  void on_end(Duration time) override;

 private:
  void check_pause(const Moment& moment, Duration since);

  std::map<NodeId, Duration> last_;  // by client: its start, or when it trusted its head
};

}  // namespace callo::sim
