#include <algorithm>
#include <bit>

#include "protocol/consensus/tendermint/tendermint.hpp"

namespace callo {

namespace {

std::size_t held_votes(const VoteSet& votes) {
  std::size_t held = votes.contradictions().size();
  for (const std::uint64_t word : votes.bitmap()) {
    held += static_cast<std::size_t>(std::popcount(word));
  }
  return held;
}

void count_rounds(const RoundLog& log, TendermintHoldings& holdings) {
  for (const auto& [round, messages] : log.rounds()) {
    holdings.proposals_of_one_round_max =
        std::max(holdings.proposals_of_one_round_max, messages.proposals.size());
    holdings.votes_of_one_ballot_max =
        std::max({holdings.votes_of_one_ballot_max, held_votes(messages.prevotes),
                  held_votes(messages.precommits)});
  }
}

}  // namespace

TendermintHoldings Tendermint::holdings() const {
  TendermintHoldings holdings;
  holdings.round = round_;
  holdings.open_rounds = log_.rounds().size();
  holdings.kept_heights = past_.size();
  count_rounds(log_, holdings);
  for (const RoundLog& log : past_) {
    count_rounds(log, holdings);
  }
  holdings.future_of_one_validator_max =
      std::max(future_.held_of_one_max(), next_height_.held_of_one_max());
  holdings.blocks_of_one_height_max =
      std::max(candidates_.all().size(), next_candidates_.all().size());
  holdings.offences_of_one_culprit_max = offences_.held_of_one_max();
  holdings.pending_evidence = evidence_.pending();
  holdings.justified_heights = justifications_.size();
  for (const auto& [height, justifications] : justifications_) {
    holdings.justifications_of_one_height_max =
        std::max(holdings.justifications_of_one_height_max, justifications.size());
  }
  holdings.own_messages = own_.size();
  holdings.committed_offences = evidence_.committed();
  return holdings;
}

}  // namespace callo
