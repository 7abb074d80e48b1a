#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "protocol/base/ids.hpp"
#include "protocol/base/time.hpp"
#include "protocol/chain/evidence_book.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

// timeoutX(r) = base + r * delta of arXiv:1807.04938 section III: it grows, so that after some
// round it exceeds whatever the unknown delay of the network is.
struct RoundTimeout {
  Duration base;
  Duration delta;

  constexpr Duration of(Round round) const { return base + delta * round; }
};

// Where a block's time comes from: the proposer's own calendar, within bounds that everybody
// checks, or the median of the LastCommit's timestamps, which everybody derives.
enum class BlockTimeRule : std::uint8_t { proposer, median };

// What becomes of a validator that a committed block proves a traitor: nothing, or its power ends
// with the height after the next one.
enum class EvidencePolicy : std::uint8_t { report, remove };

struct TendermintConfig {
  std::string chain_id;
  NodeId self;

  // Defaults are CometBFT's (config.go, DefaultConsensusConfig).
  RoundTimeout propose{std::chrono::milliseconds{3'000}, std::chrono::milliseconds{500}};
  RoundTimeout prevote{std::chrono::milliseconds{1'000}, std::chrono::milliseconds{500}};
  RoundTimeout precommit{std::chrono::milliseconds{1'000}, std::chrono::milliseconds{500}};
  // How long to wait after a decision for the precommits that are still on their way.
  Duration commit = std::chrono::milliseconds{1'000};

  // Same on every node: a longer block is not valid.
  std::size_t block_bytes_max = 1024 * 1024;
  // The first block's time is later than this. Same on every node.
  CalendarTime genesis_time{};
  // These three as well.
  BlockTimeRule block_time = BlockTimeRule::proposer;
  EvidencePolicy evidence_policy = EvidencePolicy::report;
  EvidenceAge evidence_age;
  // By the rule `proposer`: no prevote for a block from further in the future than this, by our own
  // calendar.
  Duration clock_drift_max = std::chrono::seconds{10};

  // Votes of so many decided heights are kept, to answer peers and to catch late contradictions.
  std::size_t past_heights = 8;
};

// Slots of the timers that the engine arms.
inline constexpr std::uint8_t kTimerPropose = 0;
inline constexpr std::uint8_t kTimerPrevote = 1;
inline constexpr std::uint8_t kTimerPrecommit = 2;
inline constexpr std::uint8_t kTimerCommit = 3;
inline constexpr std::uint8_t kTendermintTimers = 4;

// What one peer can make a node remember is bounded by these.
inline constexpr std::size_t kProposalsPerRoundMax = 4;
inline constexpr std::size_t kVotesPerValidatorMax = 4;    // contradicting ones, per round and type
inline constexpr std::size_t kFuturePerValidatorMax = 12;  // four rounds of proposal and two votes
// Who owns no free place displaces one of its own messages so often within a precommit timeout, as
// each may cost everybody a signature. Correct validators do not: a round of theirs has three
// messages and takes that time, unless f+1 are ahead of it.
inline constexpr int kDisplacementsPerTimeout = 8;
inline constexpr Round kFutureProposalRoundsMax = 64;  // whose turn it is costs time to know
inline constexpr Round kFutureRoundsMax = 1 << 20;
inline constexpr Round kRoundsKept = 16;                  // the newest of the open height …
inline constexpr std::size_t kPrecommittedRoundsMax = 4;  // … and rounds that could decide it
inline constexpr std::size_t kJustificationsPerHeightMax = 64;  // the newest
inline constexpr std::size_t kCandidatesMax = 8;                // blocks of one height
inline constexpr std::size_t kEarlyCandidatesMax = 2;     // of these, not named by anything yet
inline constexpr std::size_t kForksMax = 8;               // that a node looks into
inline constexpr std::size_t kJustifiedHeightsMax = 256;  // the newest; of others no word is given
inline constexpr std::size_t kReportsPerCulpritMax = 16;  // evidence per height

}  // namespace callo
