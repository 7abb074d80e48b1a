#pragma once

#include <memory>

#include "protocol/step/machine.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/bundled_votes.hpp"
#include "sim/traitors/spared_mail.hpp"

namespace callo::sim {

// A traitor is an honest node with its mail rewritten. After a crash the host makes a new one
// around the same behaviour.
class TraitorMachine final : public Machine {
 public:
  // `behaviour` outlives the machine, and so does `is_corrupted`, if given: until it is true the
  // node is honest, and nothing of its mail is touched.
  TraitorMachine(std::unique_ptr<Machine> honest, Behaviour& behaviour,
                 const bool* is_corrupted = nullptr);

  // The honest node inside, while it is nothing else; null afterwards.
  const Machine* while_honest() const {
    return is_corrupted_ != nullptr && !*is_corrupted_ ? honest_.get() : nullptr;
  }

  void step(Now now, const Input& input, Effects& out) noexcept override;

 private:
  std::unique_ptr<Machine> honest_;
  Behaviour& behaviour_;
  const bool* is_corrupted_;
  SparedMail spared_mail_;
  BundledVotes bundles_;
};

}  // namespace callo::sim
