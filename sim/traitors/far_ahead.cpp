#include "sim/traitors/far_ahead.hpp"

#include <limits>

#include "protocol/chain/part_set.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr int kMessagesPerVote = 8;
constexpr std::uint64_t kWalkMax = 1'000'000;

}  // namespace

void FarAhead::follow(const Turn&, const Vote& vote, Effects& out) {
  for (int message = 0; message < kMessagesPerVote; ++message) {
    // In turn, for a bound that only counts, and far out, for one that only compares.
    ahead_ = ahead_ % kWalkMax + 1;
    const bool is_far = message % 4 == 3;
    if (kind_ == FarAheadKind::rounds) {
      const Round in_turn = static_cast<Round>(
          std::min<std::int64_t>(std::int64_t{vote.round} + static_cast<std::int64_t>(ahead_),
                                 std::numeric_limits<Round>::max()));
      speak_of(vote.height, is_far ? some_round() : in_turn, vote, out);
    } else {
      speak_of(is_far ? some_height(vote.height) : vote.height + ahead_, 0, vote, out);
    }
  }
}

void FarAhead::speak_of(Height height, Round round, const Vote& vote, Effects& out) {
  switch (draw_below(context().random, 4)) {
    case 0: {
      const Bytes bytes(1 + draw_below(context().random, 64), std::uint8_t{1});
      const CutBlock cut{bytes};
      add(sealed(cut.part(0, height, round), out), MessageClass::block, out);
      return;
    }
    case 1:
      add(sealed(Proposal{height, round, kNoRound, vote.block_id, vote.time, vote.validator}, out),
          MessageClass::vote, out);
      return;
    default:
      add(sealed(Vote{vote.type, height, round, vote.block_id, vote.time, vote.validator}, out),
          MessageClass::vote, out);
  }
}

Round FarAhead::some_round() {
  constexpr std::uint64_t kRounds = std::uint64_t{1} << 31;
  return static_cast<Round>(kRounds - 1 - draw_below(context().random, kRounds / 2));
}

// Every power of two has its chance.
Height FarAhead::some_height(Height now) {
  const std::uint64_t step = std::uint64_t{1} << draw_below(context().random, 64);
  return now > std::numeric_limits<Height>::max() - step ? std::numeric_limits<Height>::max()
                                                         : now + step;
}

}  // namespace callo::sim
