#include "sim/traitors/traitor_machine.hpp"

#include <utility>
#include <variant>

namespace callo::sim {

TraitorMachine::TraitorMachine(std::unique_ptr<Machine> honest, Behaviour& behaviour,
                               const bool* is_corrupted)
    : honest_{std::move(honest)}, behaviour_{behaviour}, is_corrupted_{is_corrupted} {}

void TraitorMachine::step(Now now, const Input& input, Effects& out) noexcept {
  if (while_honest() != nullptr) {
    honest_->step(now, input, out);
    return;
  }
  const auto* const fired = std::get_if<TimerFired>(&input);
  if (fired == nullptr || fired->timer != kTraitorTimer) {
    honest_->step(now, input, out);
  }
  behaviour_.watch(out);
  spared_mail_.take(behaviour_.spared(), out);
  bundles_.open(out);
  behaviour_.rewrite({now, input}, out);
  bundles_.close(out);
  spared_mail_.put_back(out);
}

}  // namespace callo::sim
