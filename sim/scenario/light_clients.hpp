#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/checkers/checker_set.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/scenario/cast.hpp"
#include "sim/scenario/world.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

// "lunatic", as evidence.csv says it.
std::string attack_name(LightAttackKind kind);

// The users of light clients: each starts its own once an honest node has committed the height that
// it is to trust, with the hash that this node tells, and watches what it trusts from then on.
class LightClients final : public StepObserver {
 public:
  // All outlive this.
  LightClients(const ScenarioSpec& spec, const NodeMap& map, const Cast& cast, World& world,
               CheckerSet& checkers);

  StepInterest interest() const override { return kEveryStep; }

  void on_step(const Step& step) override;
  void on_commit(SimTime time, EndpointId endpoint, const CommitEffect& commit) override;

  bool empty() const { return clients_.empty(); }

  std::vector<LightClientRow> rows() const;

 private:
  struct Client {
    LightClientRow row;
    Height trusted_height{};
    bool is_started = false;
    std::size_t attacks = 0;
  };

  void start(std::uint32_t client);

  const Cast& cast_;
  World& world_;
  CheckerSet& checkers_;
  std::vector<Client> clients_;
};

}  // namespace callo::sim
