#include "sim/traitors/registry.hpp"

#include <algorithm>
#include <array>

#include "sim/traitors/amnesia.hpp"
#include "sim/traitors/bad_proposal.hpp"
#include "sim/traitors/censor.hpp"
#include "sim/traitors/equivocate.hpp"
#include "sim/traitors/equivocate_proposal.hpp"
#include "sim/traitors/equivocate_vote.hpp"
#include "sim/traitors/evidence_abuse.hpp"
#include "sim/traitors/false_history.hpp"
#include "sim/traitors/false_payments.hpp"
#include "sim/traitors/false_votes.hpp"
#include "sim/traitors/far_ahead.hpp"
#include "sim/traitors/flood.hpp"
#include "sim/traitors/garbage.hpp"
#include "sim/traitors/impersonate.hpp"
#include "sim/traitors/late_speech.hpp"
#include "sim/traitors/light_forgery.hpp"
#include "sim/traitors/mutate.hpp"
#include "sim/traitors/out_of_turn.hpp"
#include "sim/traitors/replay.hpp"
#include "sim/traitors/rushing.hpp"
#include "sim/traitors/selective.hpp"
#include "sim/traitors/silent.hpp"
#include "sim/traitors/told_mutations.hpp"
#include "sim/traitors/withhold.hpp"

namespace callo::sim {

namespace {

template <typename Kind, auto... kVariant>
std::unique_ptr<Behaviour> make(const TraitorContext& context) {
  return std::make_unique<Kind>(context, kVariant...);
}

constexpr std::array kKinds{
    BehaviourKind{"equivocate_proposal", "proposes two valid blocks in one round, one to each side",
                  make<EquivocateProposal>},
    BehaviourKind{"equivocate_vote", "votes differently towards each side", make<EquivocateVote>},
    BehaviourKind{"equivocate", "proposes and votes differently towards each side",
                  make<Equivocate>},
    BehaviourKind{"amnesia", "forgets its lock towards one side", make<Amnesia>},
    BehaviourKind{"silent", "says nothing of its own", make<Silent>},
    BehaviourKind{"selective", "sends its own messages to a chosen few only", make<Selective>},
    BehaviourKind{"garbage", "adds malformed messages of eight kinds", make<Garbage>},
    BehaviourKind{"withhold_proposals", "keeps its proposals to itself, not their parts",
                  make<Withhold, WithholdKind::proposals>},
    BehaviourKind{"withhold_parts", "proposes blocks that nobody can read",
                  make<Withhold, WithholdKind::parts>},
    BehaviourKind{"withhold_votes", "proposes but does not vote",
                  make<Withhold, WithholdKind::votes>},
    BehaviourKind{"withhold_precommits", "prevotes but does not precommit",
                  make<Withhold, WithholdKind::precommits>},
    BehaviourKind{"hidden_lock", "prevotes towards one node a height and precommits to nobody",
                  make<Withhold, WithholdKind::hidden_lock>},
    BehaviourKind{"delay", "says everything later by the delay",
                  make<LateSpeech, LatenessKind::fixed>},
    BehaviourKind{"delay_randomly", "says everything later by up to the delay",
                  make<LateSpeech, LatenessKind::random>},
    BehaviourKind{"delay_growing", "says everything later by the delay times the round",
                  make<LateSpeech, LatenessKind::growing>},
    BehaviourKind{"rushing", "votes last, so that +2/3 stand at one side first", make<Rushing>},
    BehaviourKind{"vote_nil", "votes for no block, whatever is proposed",
                  make<FalseVotes, FalseVoteKind::always_nil>},
    BehaviourKind{"vote_blindly", "votes for any block proposed, valid or not, locked or not",
                  make<FalseVotes, FalseVoteKind::blind>},
    BehaviourKind{"early_precommit", "precommits with its prevote, before any +2/3",
                  make<FalseVotes, FalseVoteKind::early_precommit>},
    BehaviourKind{"race_rounds", "votes nil in the rounds ahead at once",
                  make<FalseVotes, FalseVoteKind::round_race>},
    BehaviourKind{"false_time", "votes at times that are not now",
                  make<FalseVotes, FalseVoteKind::false_time>},
    BehaviourKind{"propose_out_of_turn", "proposes whoever's turn it is", make<OutOfTurn>},
    BehaviourKind{"invalid_block", "proposes blocks with one of fourteen defects",
                  make<BadProposal, BadProposalKind::block>},
    BehaviourKind{"bad_last_commit", "proposes blocks whose LastCommit has one of twelve defects",
                  make<BadProposal, BadProposalKind::last_commit>},
    BehaviourKind{"impersonate", "votes in others' names with six kinds of forged signatures",
                  make<Impersonate>},
    BehaviourKind{"replay", "says again what was said two heights ago", make<Replay>},
    BehaviourKind{"future_rounds", "speaks of rounds up to 2^31 - 1",
                  make<FarAhead, FarAheadKind::rounds>},
    BehaviourKind{"future_heights", "speaks of heights up to 2^64 - 1",
                  make<FarAhead, FarAheadKind::heights>},
    BehaviourKind{"mutate", "changes one field of its messages by the smallest step", make<Mutate>},
    BehaviourKind{"mutate_as_told", "changes the listed messages towards the listed receivers",
                  make<ToldMutations>},
    BehaviourKind{"false_history", "lies about heights, decided blocks and snapshots",
                  make<FalseHistory>},
    BehaviourKind{"flood_votes", "votes for 48 made-up blocks in each ballot",
                  make<Flood, FloodKind::votes>},
    BehaviourKind{"flood_proposals", "proposes 48 made-up blocks at a time",
                  make<Flood, FloodKind::proposals>},
    BehaviourKind{"flood_parts", "sends parts of 48 made-up blocks at a time",
                  make<Flood, FloodKind::parts>},
    BehaviourKind{"flood_offences", "floods evidence against itself",
                  make<Flood, FloodKind::offences>},
    BehaviourKind{"flood_transactions", "hands in 48 payments of made-up coins at a time",
                  make<Flood, FloodKind::transactions>},
    BehaviourKind{"flood_statuses", "sends 48 statuses at a time that ask for everything",
                  make<Flood, FloodKind::statuses>},
    BehaviourKind{"abuse_evidence", "accuses others with six kinds of false evidence",
                  make<EvidenceAbuse>},
    BehaviourKind{"light_equivocation", "shows light clients another block of the same round",
                  make<LightForgery, LightForgeryKind::equivocation>},
    BehaviourKind{"light_amnesia", "shows light clients another block of a later round",
                  make<LightForgery, LightForgeryKind::amnesia>},
    BehaviourKind{"light_lunatic", "shows light clients a state that does not follow",
                  make<LightForgery, LightForgeryKind::lunatic>},
    BehaviourKind{"light_forward_lunatic", "shows light clients a header beyond the head",
                  make<LightForgery, LightForgeryKind::forward_lunatic>},
    BehaviourKind{"light_phantoms", "shows light clients validators that never were",
                  make<LightForgery, LightForgeryKind::phantoms>},
    BehaviourKind{"light_past", "shows light clients the power that it once had",
                  make<LightForgery, LightForgeryKind::past>},
    BehaviourKind{"censor", "proposes blocks without the payments of some payers",
                  make<Censor, CensorKind::payers>},
    BehaviourKind{"propose_empty", "proposes blocks without any payment",
                  make<Censor, CensorKind::everything>},
    BehaviourKind{"double_spend", "pays one coin to two payees, and on",
                  make<FalsePayments, FalsePaymentKind::double_spend>},
    BehaviourKind{"forge_payments", "adds to each payment eight that no owner signed so",
                  make<FalsePayments, FalsePaymentKind::forge>},
    BehaviourKind{"fill_mempool", "adds a chain of 48 valid payments to itself to each",
                  make<FalsePayments, FalsePaymentKind::fill>},
    BehaviourKind{"twins", "runs twice with one key, each copy in touch with one side", nullptr},
};

}  // namespace

std::span<const BehaviourKind> behaviour_kinds() {
  return kKinds;
}

const BehaviourKind* find_behaviour(std::string_view name) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [name](const BehaviourKind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace callo::sim
