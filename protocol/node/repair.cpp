#include "protocol/node/repair.hpp"

#include <algorithm>
#include <bit>

#include "protocol/wire/limits.hpp"

namespace callo {

// One answer under way: counts what it sends and stops at the limits.
class Repair::Answer {
 public:
  Answer(EndpointId peer, const Limits& limits, Effects& out)
      : peer_{peer}, limits_{limits}, out_{out} {}

  void add(const Frame* frame, MessageClass message_class) {
    if (frame == nullptr || is_full_) {
      return;
    }
    bytes_ += frame->size();
    if (sent_ > 0 && bytes_ > limits_.bytes_per_answer_max) {
      is_full_ = true;
      return;
    }
    is_full_ = ++sent_ == limits_.frames_per_answer_max;
    out_.send(peer_, *frame, message_class);
  }

  // Calls `send(index)` for every index that is in `settled` but not in `theirs`.
  template <typename SendIndex>
  void missing(const HeldBits& settled, const HeldBits* theirs, SendIndex send) {
    for (std::size_t word = 0; word < settled.size(); ++word) {
      const std::uint64_t known = theirs != nullptr && word < theirs->size() ? (*theirs)[word] : 0;
      for (std::uint64_t bits = settled[word] & ~known; bits != 0 && !is_full_; bits &= bits - 1) {
        send(word * 64 + static_cast<std::size_t>(std::countr_zero(bits)));
      }
    }
  }

  std::uint32_t sent() const { return sent_; }

 private:
  EndpointId peer_;
  const Limits& limits_;
  Effects& out_;
  std::uint32_t sent_ = 0;
  std::size_t bytes_ = 0;
  bool is_full_ = false;
};

// A traitor can fill far rounds with votes of its own, so the rounds near the current one go first:
// the newest up to it, and the two that come next.
Status Repair::status(bool asks) const {
  constexpr std::ptrdiff_t kFutureRounds = 2;
  std::vector<Round> rounds;
  held_.rounds(rounds);
  const auto current_end = std::upper_bound(rounds.begin(), rounds.end(), held_.round());
  const auto past = std::min<std::ptrdiff_t>(current_end - rounds.begin(),
                                             std::ptrdiff_t{kStatusRoundsMax} - kFutureRounds);
  const auto future = std::min<std::ptrdiff_t>(rounds.end() - current_end, kFutureRounds);
  Status status{held_.height(), held_.round(), asks, {}, {}};
  for (auto round = current_end - past; round != current_end + future; ++round) {
    status.rounds.push_back(held_.describe(*round));
  }
  return status;
}

std::vector<RoundStatus> Repair::all_rounds() const {
  std::vector<Round> rounds;
  held_.rounds(rounds);
  std::vector<RoundStatus> described;
  for (const Round round : rounds) {
    described.push_back(held_.describe(round));
  }
  return described;
}

void Repair::tick() {
  settled_height_ = held_.height();
  settled_ = all_rounds();
}

// A peer that follows another block of an equivocating proposer is told about ours only if +2/3
// stand behind it.
void Repair::answer_block(const RoundStatus& mine, const RoundStatus* theirs,
                          Answer& answer) const {
  const bool is_same_block = theirs != nullptr && theirs->parts_root == mine.parts_root;
  const bool knows_none = theirs == nullptr || !theirs->has_proposal;
  if (!is_same_block && !knows_none && (!mine.has_quorum || theirs->has_quorum)) {
    return;
  }
  if (mine.has_proposal && (!is_same_block || !theirs->has_proposal)) {
    answer.add(held_.proposal(mine.round), MessageClass::vote);
  }
  answer.missing(mine.parts, is_same_block ? &theirs->parts : nullptr, [&](std::size_t index) {
    answer.add(held_.part(mine.round, static_cast<std::uint32_t>(index)), MessageClass::block);
  });
}

void Repair::answer_votes(const VotePhase& phase, const HeldBits& mine, const HeldBits* theirs,
                          Answer& answer) const {
  std::vector<Frame> votes;
  answer.missing(mine, theirs, [&](std::size_t index) {
    if (const Frame* const vote = held_.vote(phase.round, phase.type, index)) {
      votes.push_back(*vote);
    }
  });
  if (!votes.empty()) {
    const Frame bundle = make_vote_bundle(speaker_.chain_id, speaker_.self, phase, kOutsideExchange,
                                          std::move(votes), speaker_.remembers_frames);
    answer.add(&bundle, MessageClass::vote);
  }
}

std::uint32_t Repair::answer(EndpointId peer, const Status& status, Effects& out) const {
  if (status.height != held_.height() || (!status.asks && settled_height_ != held_.height())) {
    return 0;
  }
  Answer answer{peer, limits_, out};
  const std::vector<RoundStatus> rounds = status.asks ? all_rounds() : settled_;
  for (const RoundStatus& mine : rounds) {
    const RoundStatus* theirs = status.find(mine.round);
    // A round that the peer has left and does not list any more is of no use to it, unless a lock
    // stems from it: the proposals of whoever took that lock count only for those who saw why.
    if (theirs == nullptr && mine.round < status.round && !mine.has_quorum) {
      continue;
    }
    answer_block(mine, theirs, answer);
    // A bitmap says who voted, not for what: a traitor's other vote may be what the peer lacks to
    // see the same +2/3.
    const bool shows_quorum = mine.has_quorum && (theirs == nullptr || !theirs->has_quorum);
    const RoundStatus* const known = shows_quorum ? nullptr : theirs;
    answer_votes({status.height, mine.round, VoteType::prevote}, mine.prevotes,
                 known ? &known->prevotes : nullptr, answer);
    answer_votes({status.height, mine.round, VoteType::precommit}, mine.precommits,
                 known ? &known->precommits : nullptr, answer);
  }
  return answer.sent();
}

}  // namespace callo
