#pragma once

#include <memory>

#include "protocol/step/machine.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/bundled_votes.hpp"

namespace callo::sim {

// A traitor is an honest node with its mail rewritten. After a crash the host makes a new one
// around the same behaviour.
class TraitorMachine final : public Machine {
 public:
  // `behaviour` outlives the machine.
  TraitorMachine(std::unique_ptr<Machine> honest, Behaviour& behaviour);

  void step(Now now, const Input& input, Effects& out) noexcept override;

 private:
  std::unique_ptr<Machine> honest_;
  Behaviour& behaviour_;
  BundledVotes bundles_;
};

}  // namespace callo::sim
