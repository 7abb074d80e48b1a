#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/records.hpp"
#include "protocol/consensus/tendermint/tendermint.hpp"

namespace callo {

// A vote for v' by a node that precommitted v looks like amnesia to whoever does not know the +2/3
// prevotes for v' that allowed it. They go to disk in the step of that vote, before it: whoever
// holds the vote can ask for them, and a crash in between takes away neither or both. A vote for
// the block that this node is locked on needs none: the lock was justified when it was taken.
void Tendermint::justify(const BlockId& block_id, Round polka_round, Turn& turn) {
  const Round against = latest_other_precommit(block_id);
  if (against == kNoRound) {
    return;
  }
  const auto covers = [&](const Justification& known) {
    const Polka& polka = known.polkas.front();
    return polka.block_id == block_id && polka.round >= against;
  };
  const std::span<const Justification> known = justifications(log_.height());
  if (std::any_of(known.begin(), known.end(), covers)) {
    return;
  }
  const RoundMessages* const messages = log_.find(polka_round);
  CALLO_CHECK(messages != nullptr && messages->prevotes.has_quorum(block_id));
  Justification justification{log_.height(), {}};
  justification.polkas.push_back(certificate_of(messages->prevotes, polka_round, block_id));
  for (std::size_t position = 0; position < messages->prevotes.quorums(); ++position) {
    const BlockId& other = messages->prevotes.quorum_block(position);
    if (!other.is_nil() && other != block_id &&
        justification.polkas.size() < kJustificationPolkasMax) {
      justification.polkas.push_back(certificate_of(messages->prevotes, polka_round, other));
    }
  }
  turn.out.records.push_back(encode_record(justification));
  keep_justification(std::move(justification));
}

// kNoRound: this node precommitted no other block at this height.
Round Tendermint::latest_other_precommit(const BlockId& block_id) const {
  Round latest = kNoRound;
  for (const auto& [key, frame] : own_) {
    if (key.second != MessageKind::precommit || key.first >= round_) {
      continue;
    }
    const std::optional<Vote> vote = decode_vote(*open_envelope(frame.bytes()));
    CALLO_CHECK(vote.has_value());
    if (!vote->block_id.is_nil() && vote->block_id != block_id) {
      latest = std::max(latest, key.first);
    }
  }
  return latest;
}

void Tendermint::keep_justification(Justification justification) {
  std::vector<Justification>& of_height = justifications_[justification.height];
  if (of_height.size() == kJustificationsPerHeightMax) {
    of_height.erase(of_height.begin());
  }
  of_height.push_back(std::move(justification));
}

// What is younger than evidence may be, by height or by time, is kept, but of the newest heights
// only: a coalition that makes correct nodes change their locks for ever costs bounded memory.
void Tendermint::forget_old_justifications() {
  while (!justifications_.empty() && (justifications_.size() > kJustifiedHeightsMax ||
                                      is_too_old(justifications_.begin()->first))) {
    justifications_.erase(justifications_.begin());
  }
}

// A node that began behind a snapshot knows no times before it; then the heights decide.
bool Tendermint::is_too_old(Height height) const {
  return height < evidence_.oldest() && tip_.height - height > config_.evidence_age.blocks;
}

// With as many as fit, others may have been dropped: lower heights, or earlier ones of a height.
bool Tendermint::can_account_for(Height height) const {
  return height < log_.height() && !is_too_old(height) && !is_quiet_ && height >= accounts_from_ &&
         justifications(height).size() < kJustificationsPerHeightMax &&
         (justifications_.size() < kJustifiedHeightsMax ||
          height >= justifications_.begin()->first);
}

std::vector<Justification> Tendermint::all_justifications() const {
  std::vector<Justification> all;
  for (const auto& [height, justifications] : justifications_) {
    all.insert(all.end(), justifications.begin(), justifications.end());
  }
  return all;
}

std::span<const Justification> Tendermint::justifications(Height height) const {
  const auto found = justifications_.find(height);
  return found == justifications_.end() ? std::span<const Justification>{} : found->second;
}

}  // namespace callo
