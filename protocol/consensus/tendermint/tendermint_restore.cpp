#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/tendermint.hpp"

namespace callo {

EngineBase Tendermint::base() const {
  CALLO_CHECK(tip_.height > 0);
  CALLO_CHECK(log_.height() == tip_.height + 1);
  EngineBase base{tip_.height, tip_.block_id,    tip_.time, tip_.block, tip_.commit,
                  validators_, next_validators_, history_,  evidence_,  {}};
  base.justifications = all_justifications();
  return base;
}

// Nothing of an earlier height counts any more, nor does what was heard of the open one: it will be
// said again.
void Tendermint::restore(EngineBase base) {
  CALLO_CHECK(base.height >= log_.height());
  tip_ = {base.height, base.block_id, base.time, std::move(base.block), std::move(base.commit)};
  validators_ = std::move(base.validators);
  next_validators_ = std::move(base.next_validators);
  history_ = std::move(base.history);
  evidence_ = std::move(base.evidence);
  justifications_.clear();
  for (Justification& justification : base.justifications) {
    keep_justification(std::move(justification));
  }
  past_.clear();
  proposers_ = ProposerSchedule{validators_};
  next_proposers_ = ProposerSchedule{next_validators_};
  next_height_ = FutureMessages{next_validators_, FutureMessages::Keep::first_come};
  future_ = FutureMessages{validators_, FutureMessages::Keep::highest_rounds};
  candidates_ = Candidates{ports_.decoded};
  next_candidates_ = Candidates{ports_.decoded};
  begin_height();
  speak_when_safe();
}

void Tendermint::resume_behind(Now now, EngineBase base, Effects& out) {
  Turn turn{now, out};
  disarm_all(turn);
  restore(std::move(base));
  start_round(0, turn);
  run_rules(turn);
}

}  // namespace callo
