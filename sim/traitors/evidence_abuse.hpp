#pragma once

#include <array>

#include "sim/traitors/adding.hpp"
#include "sim/traitors/heard_votes.hpp"

namespace callo::sim {

enum class FalseEvidence : std::uint8_t {
  forged,      // a true vote of the victim and one that the traitor signed in its name
  same_twice,  // one vote of the victim, twice
  two_kinds,   // its prevote and its precommit of one round
  two_rounds,  // its votes of two rounds
  own_times,   // two own votes that differ only in their time: no offence
  other_sign,  // a true vote of the victim and a contradicting one of another node
};
inline constexpr std::size_t kFalseEvidence = 6;

// After each of its votes accuses somebody of what nobody did. No honest node may believe it.
class EvidenceAbuse final : public Adding {
 public:
  explicit EvidenceAbuse(const TraitorContext& context) : Adding{context}, heard_{context.self} {}

  std::uint64_t fired_as(FalseEvidence kind) const { return by_kind_[std::size_t(kind)]; }

 private:
  void look(const Frame& frame) override { heard_.look(frame); }

  void follow(const Turn& turn, const Vote& vote, Effects& out) override;
  Frame forged_against(const Frame& victim, const Vote& own, FalseEvidence kind, Effects& out);

  HeardVotes heard_;
  std::uint64_t said_ = 0;
  std::array<std::uint64_t, kFalseEvidence> by_kind_{};
};

}  // namespace callo::sim
