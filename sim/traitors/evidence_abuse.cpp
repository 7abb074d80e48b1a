#include "sim/traitors/evidence_abuse.hpp"

#include <algorithm>
#include <optional>

#include "protocol/chain/duplicate_evidence.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

Vote vote_of_frame(const Frame& frame) {
  return *decode_vote(*open_envelope(frame.bytes()));
}

BlockId another(const BlockId& block) {
  BlockId other = block;
  other.parts.total = std::max(other.parts.total, 1U);
  other.hash.bytes[0] ^= 0xff;
  return other;
}

}  // namespace

void EvidenceAbuse::follow(const Turn& turn, const Vote& vote, Effects& out) {
  const std::deque<Frame>& votes = heard_.frames();
  if (votes.empty()) {
    return;
  }
  const auto kind = static_cast<FalseEvidence>(draw_below(context().random, kFalseEvidence));
  Frame first = votes[draw_below(context().random, votes.size())];
  if (kind == FalseEvidence::own_times) {
    first = sealed(vote, out);
  }
  const Frame second = forged_against(first, vote, kind, out);
  const auto sequence =
      static_cast<std::uint64_t>(turn.now.calendar.time_since_epoch().count()) + ++said_;
  const Header header{context().chain_id, MessageKind::evidence, context().self, sequence};
  add(sealed(header, encode_data(DuplicateEvidence{first, second}), out), MessageClass::control,
      out);
  ++by_kind_[static_cast<std::size_t>(kind)];
}

Frame EvidenceAbuse::forged_against(const Frame& victim, const Vote& own, FalseEvidence kind,
                                    Effects& out) {
  const std::deque<Frame>& votes = heard_.frames();
  Vote claim = vote_of_frame(victim);
  // A true second vote of the same victim, if one of that sort was heard.
  const auto heard = [&](auto&& fits) {
    const auto found = std::find_if(votes.begin(), votes.end(), [&](const Frame& frame) {
      const Vote vote = vote_of_frame(frame);
      return vote.validator == claim.validator && fits(vote);
    });
    return found == votes.end() ? victim : *found;
  };
  switch (kind) {
    case FalseEvidence::forged:
      claim.block_id = another(claim.block_id);
      return sealed(claim, out);
    case FalseEvidence::same_twice:
      return victim;
    case FalseEvidence::two_kinds:
      return heard(
          [&](const Vote& vote) { return vote.type != claim.type && vote.height == claim.height; });
    case FalseEvidence::two_rounds:
      return heard([&](const Vote& vote) {
        return vote.type == claim.type &&
               (vote.height != claim.height || vote.round != claim.round);
      });
    case FalseEvidence::own_times:
      claim.time += std::chrono::milliseconds{1};
      return sealed(claim, out);
    case FalseEvidence::other_sign:
      claim.validator = own.validator;
      claim.block_id = another(claim.block_id);
      return sealed(claim, out);
  }
  return victim;
}

}  // namespace callo::sim
