#include "protocol/chain/light_attack.hpp"

#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

namespace {

bool signed_block(const LightBlock& block, std::size_t index) {
  return block.commit.signatures[index].flag == CommitFlag::for_block;
}

// What the blocks before determine, whoever proposes.
bool has_same_derived_fields(const BlockHeader& a, const BlockHeader& b) {
  return a.validators_hash == b.validators_hash &&
         a.next_validators_hash == b.next_validators_hash && a.state_hash == b.state_hash;
}

// Members of `trusted` that signed the block, under the key that is trusted.
std::vector<NodeId> signers_among(const ValidatorSet& trusted, const LightBlock& block) {
  std::vector<NodeId> signers;
  for (std::size_t index = 0; index < block.validators.size(); ++index) {
    const Validator& signer = block.validators.at(index);
    const std::optional<std::size_t> known = trusted.index_of(signer.node);
    if (signed_block(block, index) && known.has_value() && trusted.at(*known).key == signer.key) {
      signers.push_back(signer.node);
    }
  }
  return signers;
}

// Requires equal validators.
std::vector<NodeId> signers_of_both(const LightBlock& a, const LightBlock& b) {
  std::vector<NodeId> signers;
  for (std::size_t index = 0; index < a.validators.size(); ++index) {
    if (signed_block(a, index) && signed_block(b, index)) {
      signers.push_back(a.validators.at(index).node);
    }
  }
  return signers;
}

// Right behind the common header there is no room for a fork: everything that header and its state
// determine was known to every correct validator.
void blame_lunatics(const LightBlock& common, const LightBlock& conflicting, LightAttack& attack) {
  const bool is_adjacent = conflicting.height() == common.height() + 1;
  (is_adjacent ? attack.culprits : attack.suspects) =
      is_adjacent ? signers_among(conflicting.validators, conflicting)
                  : signers_among(common.validators, conflicting);
}

}  // namespace

std::optional<LightAttack> classify_attack(const LightBlock& common, const LightBlock& canonical,
                                           const LightBlock& conflicting) {
  LightAttack attack{{}, common.height(), conflicting.height(), {}, {}};
  if (conflicting.height() > canonical.height()) {
    // Time grows with height: an honest chain that has passed this time was higher by then.
    if (canonical.header.time < conflicting.header.time) {
      return std::nullopt;
    }
    attack.kind = LightAttackKind::forward_lunatic;
    blame_lunatics(common, conflicting, attack);
    return attack;
  }
  if (conflicting.height() < canonical.height() || conflicting.hash() == canonical.hash()) {
    return std::nullopt;
  }
  const bool follows_common = conflicting.height() != common.height() + 1 ||
                              conflicting.header.last_block_hash == common.hash();
  if (!follows_common || !has_same_derived_fields(canonical.header, conflicting.header)) {
    attack.kind = LightAttackKind::lunatic;
    blame_lunatics(common, conflicting, attack);
  } else if (canonical.commit.round == conflicting.commit.round) {
    attack.kind = LightAttackKind::equivocation;
    attack.culprits = signers_of_both(canonical, conflicting);
  } else {
    attack.kind = LightAttackKind::amnesia;
    attack.suspects = signers_of_both(canonical, conflicting);
  }
  return attack;
}

std::optional<LightAttack> verify_light_evidence(const LightAttackEvidence& evidence,
                                                 const LightBlock& common,
                                                 const LightBlock& canonical,
                                                 const LightOptions& options, CalendarTime now,
                                                 Verifier& verifier, Work& work) {
  const bool is_proven = common.height() == evidence.common_height &&
                         verify_light(common, evidence.conflicting, options, now, verifier, work) ==
                             LightVerdict::accepted;
  return is_proven ? classify_attack(common, canonical, evidence.conflicting) : std::nullopt;
}

WitnessCheck::WitnessCheck(std::vector<LightBlock> primary)
    : primary_{std::move(primary)}, position_{primary_.size() - 1} {
  CALLO_CHECK(primary_.size() >= 2);
}

Height WitnessCheck::needed() const {
  return proof_.has_value() ? proof_->needed() : primary_[position_].height();
}

WitnessCheck::State WitnessCheck::on_block(LightBlock block, const LightOptions& options,
                                           CalendarTime now, Verifier& verifier, Work& work) {
  CALLO_CHECK(state_ == State::needs_block);
  if (!is_consistent(block, options.chain_id)) {
    return state_ = State::witness_failed;
  }
  if (!proof_.has_value()) {
    return state_ = compare(std::move(block));
  }
  // What it said before is part of what it has to prove.
  switch (proof_->on_block(std::move(block), options, now, verifier, work)) {
    case Bisection::State::needs_block:
      return state_;
    case Bisection::State::failed:
      return state_ = State::witness_failed;
    case Bisection::State::done:
      return state_ = judge(proof_->verified().back());
  }
  return state_ = State::witness_failed;
}

// Goes back along the primary's headers to the last one on which both agree.
WitnessCheck::State WitnessCheck::compare(LightBlock block) {
  const LightBlock& mine = primary_[position_];
  if (block.height() == mine.height() && block.hash() == mine.hash()) {
    return diverging_.has_value() ? begin_proof() : State::agrees;
  }
  const bool is_behind = block.height() < mine.height() && block.header.time >= mine.header.time;
  if ((block.height() != mine.height() && !is_behind) || position_ == 0) {
    return State::witness_failed;  // it cannot say, or does not know what is trusted
  }
  diverging_ = std::move(block);
  --position_;
  return State::needs_block;
}

// It must lead from the common header to what it said; its own block is not taken on its word.
WitnessCheck::State WitnessCheck::begin_proof() {
  if (diverging_->height() <= primary_[position_].height()) {
    return State::witness_failed;
  }
  proof_.emplace(primary_[position_], diverging_->height());
  return State::needs_block;
}

WitnessCheck::State WitnessCheck::judge(const LightBlock& witness) {
  const LightBlock& common = primary_[position_];
  const LightBlock& primary = primary_[position_ + 1];
  by_primary_ = classify_attack(common, witness, primary);
  if (!by_primary_.has_value()) {
    return State::witness_failed;
  }
  against_primary_ = LightAttackEvidence{common.height(), primary};
  by_witness_ = classify_attack(common, primary, witness);
  if (by_witness_.has_value()) {
    against_witness_ = LightAttackEvidence{common.height(), witness};
  }
  return State::attack;
}

}  // namespace callo
