#include "sim/traitors/false_votes.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <variant>

#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kRememberedPlacesMax = 64;
constexpr Round kRacedRounds = 3;

}  // namespace

FalseVotes::FalseVotes(const TraitorContext& context, FalseVoteKind kind)
    : Replacing{context},
      kind_{kind},
      proposed_{kRememberedPlacesMax},
      raced_to_{kRememberedPlacesMax} {}

void FalseVotes::prepare(const Turn& turn, Effects& out) {
  if (const auto* received = std::get_if<Received>(&turn.input)) {
    look(received->frame);
  }
  for (const Send& send : out.sends) {
    look(send.frame);
  }
}

void FalseVotes::look(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  const std::optional<Proposal> proposal =
      envelope.has_value() ? decode_proposal(*envelope) : std::nullopt;
  if (proposal.has_value()) {
    std::optional<BlockId>& first = proposed_.at({proposal->height, proposal->round});
    first = first.value_or(proposal->block_id);
  }
}

Replacing::Words FalseVotes::replacement(const Turn&, const Envelope& envelope, const Frame& frame,
                                         Effects& out) {
  const std::optional<Vote> vote = decode_vote(envelope);
  if (!vote.has_value()) {
    return {frame};
  }
  switch (kind_) {
    case FalseVoteKind::always_nil:
      return with_block(*vote, frame, BlockId{}, out);
    case FalseVoteKind::blind:
      return blind(*vote, frame, out);
    case FalseVoteKind::early_precommit:
      return early_precommit(*vote, frame, out);
    case FalseVoteKind::round_race:
      return round_race(*vote, frame, out);
    case FalseVoteKind::false_time:
      return false_time(*vote, out);
  }
  return {frame};
}

Replacing::Words FalseVotes::with_block(const Vote& vote, const Frame& frame, const BlockId& block,
                                        Effects& out) const {
  if (vote.block_id == block) {
    return {frame};
  }
  Vote other = vote;
  other.block_id = block;
  return {sealed(other, out)};
}

Replacing::Words FalseVotes::blind(const Vote& vote, const Frame& frame, Effects& out) const {
  const std::optional<BlockId>* const seen = proposed_.find({vote.height, vote.round});
  return seen == nullptr ? Words{frame} : with_block(vote, frame, **seen, out);
}

// The precommit that the honest code makes later is left out: it was made already.
Replacing::Words FalseVotes::early_precommit(const Vote& vote, const Frame& frame,
                                             Effects& out) const {
  if (vote.type == VoteType::precommit) {
    return {};
  }
  Vote early = vote;
  early.type = VoteType::precommit;
  return {frame, sealed(early, out)};
}

Replacing::Words FalseVotes::round_race(const Vote& vote, const Frame& frame, Effects& out) {
  Round& raced_to = raced_to_.at(vote.height);
  const bool is_said = vote.round > 0 && vote.round <= raced_to;
  Words words = is_said ? Words{} : Words{frame};
  const Round last = std::max(raced_to, vote.round) + (is_said ? 1 : kRacedRounds);
  for (Round round = std::max(raced_to, vote.round) + 1; round <= last; ++round) {
    for (const VoteType type : {VoteType::prevote, VoteType::precommit}) {
      words.push_back(sealed(Vote{type, vote.height, round, {}, vote.time, vote.validator}, out));
    }
  }
  raced_to = last;
  return words;
}

Replacing::Words FalseVotes::false_time(const Vote& vote, Effects& out) const {
  using std::chrono::hours;
  Vote lie = vote;
  const std::array times{vote.time - hours{1}, vote.time + hours{1}, CalendarTime{},
                         CalendarTime::min(), CalendarTime::max()};
  lie.time = times[draw_below(context().random, times.size())];
  return {sealed(lie, out)};
}

}  // namespace callo::sim
