#include "sim/checkers/memory_bounded.hpp"

#include <algorithm>

namespace callo::sim {

namespace {

// The last ones, the lock's, the valid value's, four with +2/3 precommits and four that proposals
// of the present round name.
constexpr std::uint64_t kRoundsOfOneHeight = 16 + 1 + 1 + 4 + 4;
// A proposal and two votes of each of these, and the two precommits that later votes are judged by.
constexpr std::uint64_t kOwnMessages = 3 * kRoundsOfOneHeight + 2;
constexpr std::uint64_t kProposalsOfOneRound = 4;
// Four for whatever it likes, and more only for blocks that correct validators vote for too: at
// most the four that one round's proposer can have counted.
constexpr std::uint64_t kVotesOfOneValidator = 8;
constexpr std::uint64_t kFutureOfOneValidator = 12;
constexpr std::uint64_t kBlocksOfOneHeight = 8;
constexpr std::uint64_t kOffencesOfOneCulprit = 16;
constexpr std::uint64_t kOffencesKnownOfOneCulprit = 256;
constexpr std::uint64_t kHeightsKept = 8;
constexpr std::uint64_t kPendingTransactions = 5'000;
constexpr std::uint64_t kWaitingTransactions = 1'024;
constexpr std::uint64_t kCatchUpHeights = 64;
constexpr std::uint64_t kCatchUpPeers = 256;
// Those that wait, and the one that is next, which always has room: a frame of at most two blocks.
constexpr std::uint64_t kWaitingBytes = (32u << 20) + (8u << 20) + 4'096;
constexpr std::uint64_t kEvidencePendingOfOneCulprit = 16;
constexpr std::uint64_t kJustifiedHeights = 256;
constexpr std::uint64_t kJustificationsOfOneHeight = 64;
constexpr std::uint64_t kEvidenceCommittedOfOneCulprit = 64;
constexpr std::uint64_t kSnapshots = 2;
constexpr std::uint64_t kSealedBlocks = 64;
constexpr std::uint64_t kSnapshotOffers = 6;
constexpr std::uint64_t kExchangePhases = 12;
constexpr std::uint64_t kInquests = 8;

}  // namespace

// Every round but the first of a height follows a precommit timeout of some correct validator; its
// clock may run twice as fast as ours.
std::uint64_t MemoryBounded::rounds_possible(Duration time) const {
  const Duration timeout = std::max(context().timeout_precommit, Duration{1});
  return 2 * static_cast<std::uint64_t>(time / timeout) + 1;
}

void MemoryBounded::on_holdings(const Moment& moment, const Holdings& holdings) {
  const std::uint64_t validators = context().validators.size();
  const TendermintHoldings& consensus = holdings.consensus;
  const auto round = static_cast<std::uint64_t>(std::max(consensus.round, 0));
  at_most(moment, "rounds entered", round, rounds_possible(moment.time));
  at_most(moment, "rounds with messages", consensus.open_rounds,
          std::min(round + 1, kRoundsOfOneHeight));
  at_most(moment, "own messages", consensus.own_messages, kOwnMessages);
  at_most(moment, "decided heights", consensus.kept_heights, kHeightsKept);
  at_most(moment, "proposals of one round", consensus.proposals_of_one_round_max,
          kProposalsOfOneRound);
  at_most(moment, "votes of one ballot", consensus.votes_of_one_ballot_max,
          kVotesOfOneValidator * validators);
  at_most(moment, "future messages of one validator", consensus.future_of_one_validator_max,
          kFutureOfOneValidator);
  at_most(moment, "blocks of one height", consensus.blocks_of_one_height_max, kBlocksOfOneHeight);
  at_most(moment, "offences of one culprit", consensus.offences_of_one_culprit_max,
          kOffencesOfOneCulprit);
  at_most(moment, "known offences", holdings.known_offences,
          kOffencesKnownOfOneCulprit * validators);
  at_most(moment, "pending transactions", holdings.pending_transactions, kPendingTransactions);
  at_most(moment, "waiting transactions", holdings.waiting_transactions, kWaitingTransactions);
  at_most(moment, "heights to catch up", holdings.catch_up_heights, kCatchUpHeights);
  at_most(moment, "peers to catch up from", holdings.catch_up_peers, kCatchUpPeers);
  at_most(moment, "bytes of blocks that wait", holdings.catch_up_bytes, kWaitingBytes);
  at_most(moment, "bytes of pieces that wait", holdings.snapshot_piece_bytes, kWaitingBytes);
  at_most(moment, "evidence that waits", consensus.pending_evidence,
          kEvidencePendingOfOneCulprit * validators);
  at_most(moment, "heights with justifications", consensus.justified_heights, kJustifiedHeights);
  at_most(moment, "justifications of one height", consensus.justifications_of_one_height_max,
          kJustificationsOfOneHeight);
  at_most(moment, "committed offences", consensus.committed_offences,
          kEvidenceCommittedOfOneCulprit * context().endpoints.size());
  at_most(moment, "snapshots", holdings.snapshots, kSnapshots);
  at_most(moment, "sealed blocks", holdings.sealed_blocks, kSealedBlocks);
  at_most(moment, "snapshots on offer", holdings.snapshot_offers, kSnapshotOffers);
  at_most(moment, "phases of the exchange", holdings.exchange_phases, kExchangePhases);
  at_most(moment, "inquests", holdings.inquests, kInquests);
  at_most(moment, "answers of one inquest", holdings.answers_of_one_inquest_max, validators);
}

void MemoryBounded::at_most(const Moment& moment, std::string_view what, std::uint64_t held,
                            std::uint64_t bound) {
  if (held > bound) {
    violated(moment, std::string{what} + ": " + std::to_string(held) + " held, at most " +
                         std::to_string(bound) + " allowed");
  }
}

}  // namespace callo::sim
