#include "sim/traitors/traitor_machine.hpp"

#include <utility>
#include <variant>

namespace callo::sim {

TraitorMachine::TraitorMachine(std::unique_ptr<Machine> honest, Behaviour& behaviour)
    : honest_{std::move(honest)}, behaviour_{behaviour} {}

void TraitorMachine::step(Now now, const Input& input, Effects& out) noexcept {
  const auto* const fired = std::get_if<TimerFired>(&input);
  if (fired == nullptr || fired->timer != kTraitorTimer) {
    honest_->step(now, input, out);
  }
  bundles_.open(out);
  behaviour_.rewrite({now, input}, out);
  bundles_.close(out);
}

}  // namespace callo::sim
