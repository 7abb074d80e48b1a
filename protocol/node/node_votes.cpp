// The part of a node that moves votes in bundles: the exchange, and asking for what it left out.
#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/node/node.hpp"

namespace callo {

namespace {

// A bundle may hold this many votes that are not valid before the rest of it is dropped: a bound on
// what checking a liar's bundle costs, wide enough that one bad vote takes no good ones with it.
constexpr std::size_t kInvalidVotesMax = 4;

VotePhase phase_of(const Vote& vote) {
  return {vote.height, vote.round, vote.type};
}

NodeId voter(const Frame& vote) {
  std::optional<DecodedVote> space;
  const DecodedVote* const decoded = decoded_vote(vote, space);
  CALLO_CHECK(decoded != nullptr);
  return decoded->vote.validator;
}

// By node id; a liar may name nodes that do not exist.
HeldBits voters(const VoteBundle& bundle, std::size_t nodes) {
  HeldBits bits((nodes + 63) / 64);
  for (const Frame& vote : bundle.votes) {
    const std::size_t node = voter(vote).value;
    if (node < nodes) {
      bits[node / 64] |= std::uint64_t{1} << (node % 64);
    }
  }
  return bits;
}

}  // namespace

Verdict Node::receive_bundle(Now now, const Received& input, const Envelope& envelope,
                             Effects& out) {
  const VoteBundlePointer bundle =
      open_vote_bundle(input.frame, envelope, environment_.remembers_frames);
  if (bundle == nullptr) {
    return Verdict::malformed;
  }
  out.work.hashed_bytes += input.frame.size();
  const Mark mark{out.commits.size(), out.evidence.size()};
  verdicts_.clear();
  tendermint_.receive_votes(now, bundle->votes, kInvalidVotesMax, verdicts_, out);
  after_consensus(now, mark, out);
  if (exchange_) {
    take_part(now, input.from, bundle, out);
    ask_if_lacking(now, out);
  } else {
    pass_on_votes(input, *bundle, out);
  }
  const auto invalid = std::find_if(verdicts_.begin(), verdicts_.end(), is_invalid);
  return invalid == verdicts_.end() ? Verdict::duplicate : *invalid;
}

// Votes that repair brought and that are new here are news to the others as well.
void Node::pass_on_votes(const Received& input, const VoteBundle& bundle, Effects& out) {
  for (std::size_t index = 0; index < verdicts_.size(); ++index) {
    if (is_forwarded(verdicts_[index])) {
      const Frame& vote = bundle.votes[index];
      seen_.insert(vote.id());
      forward({input.from, vote}, *open_envelope(vote.bytes()), out);
    }
  }
}

void Node::take_part(Now now, EndpointId from, const VoteBundlePointer& bundle, Effects& out) {
  if (!is_near(bundle->phase)) {
    return;
  }
  exchange_->hear(now.monotonic, from, bundle, out);
  if (is_past(bundle->phase) && exchange_->is_awaited(bundle->phase)) {
    exchange_->begin(now.monotonic, bundle->phase, out);
  }
}

// Other phases are a liar's invention, or of no use any more.
bool Node::is_near(const VotePhase& phase) const {
  const Height height = tendermint_.height();
  if (phase.height == height) {
    return std::abs(std::int64_t{phase.round} - tendermint_.round()) <= 1;
  }
  const bool is_last = phase.height + 1 == height && phase.round == tendermint_.tip().commit.round;
  return is_last || (phase.height == height + 1 && phase.round == 0);
}

// This node will not vote in the phase any more.
bool Node::is_past(const VotePhase& phase) const {
  return phase.height < tendermint_.height() ||
         (phase.height == tendermint_.height() &&
          (!tendermint_.is_validator() || phase.round < tendermint_.round()));
}

void Node::send_bundle(const VotePhase& phase, std::uint8_t step,
                       const ExchangePlan::Partner& partner,
                       const VoteBundlePointer& came_from_partner, Effects& out) {
  const HeldBits theirs =
      came_from_partner ? voters(*came_from_partner, environment_.membership.size()) : HeldBits{};
  const RoundLog* const log = tendermint_.log_of(phase.height);
  const RoundMessages* const messages = log == nullptr ? nullptr : log->find(phase.round);
  std::vector<Frame> votes;
  if (messages != nullptr) {
    votes.reserve(messages->votes(phase.type).count());
    for (const Frame& vote : messages->votes(phase.type).frames()) {
      if (vote && (theirs.empty() || !is_held(theirs, voter(vote).value))) {
        votes.push_back(vote);
      }
    }
  }
  const Frame frame = make_vote_bundle(config_.chain_id, config_.self, phase, step,
                                       std::move(votes), environment_.remembers_frames);
  out.work.hashed_bytes += frame.size();
  out.send(partner.endpoints, frame, MessageClass::vote);
}

// False when votes do not travel by exchange, or this is none.
bool Node::begin_exchange(const Frame& own, Effects& out) {
  std::optional<DecodedVote> space;
  if (environment_.remembers_frames) {
    remember_vote(own);
  }
  const DecodedVote* const decoded = exchange_ ? decoded_vote(own, space) : nullptr;
  if (decoded == nullptr) {
    return false;
  }
  exchange_->begin(now_, phase_of(decoded->vote), out);
  return true;
}

// More votes of the phase could matter: nothing has +2/3, or the block that has it is not here.
bool Node::lacks_votes(const VotePhase& phase) const {
  const RoundMessages* const messages = tendermint_.log().find(phase.round);
  if (messages == nullptr) {
    return true;
  }
  const VoteSet& votes = messages->votes(phase.type);
  for (std::size_t position = 0; position < votes.quorums(); ++position) {
    const BlockId& block_id = votes.quorum_block(position);
    const Candidate* const candidate = tendermint_.candidates().find(block_id.parts);
    return !block_id.is_nil() && (candidate == nullptr || !candidate->parts.is_complete());
  }
  return votes.count() < tendermint_.validators().size();
}

bool Node::lacks_what_exchange_brings() const {
  for (const VoteType type : {VoteType::prevote, VoteType::precommit}) {
    const VotePhase phase{tendermint_.height(), tendermint_.round(), type};
    if (exchange_->is_over(phase) && lacks_votes(phase)) {
      return true;
    }
  }
  return false;
}

// Others vote where this node cannot vote yet: a proposal, a part or a decision did not arrive.
bool Node::is_awaited_elsewhere() const {
  const Height height = tendermint_.height();
  const Round round = tendermint_.round();
  for (const VoteType type : {VoteType::prevote, VoteType::precommit}) {
    if (exchange_->is_awaited({height, round, type}) ||
        exchange_->is_awaited({height, round + 1, type}) ||
        exchange_->is_awaited({height + 1, 0, type})) {
      return true;
    }
  }
  return false;
}

// At once when the exchange can bring no more; what is merely late gets a while to arrive.
void Node::ask_if_lacking(Now now, Effects& out) {
  if (config_.status_interval == Duration{0}) {
    return;
  }
  const bool lacks = lacks_what_exchange_brings();
  if (lacks && now.monotonic >= next_ask_at_) {
    ask(now, out);
  } else if (!is_ask_timer_armed_ && (lacks || is_awaited_elsewhere())) {
    is_ask_timer_armed_ = true;
    out.arm(kAskTimer, std::max(next_ask_at_, now.monotonic + config_.exchange_timeout));
  }
}

void Node::on_ask_timer(Now now, Effects& out) {
  is_ask_timer_armed_ = false;
  if (exchange_ && (lacks_what_exchange_brings() || is_awaited_elsewhere())) {
    ask(now, out);
  }
}

// In turn, passing over partners that have been silent unless nobody else is left.
void Node::ask(Now now, Effects& out) {
  const auto peers = environment_.dissemination.peers();
  const Frame frame = seal_own(MessageKind::status, encode_data(repair_.status(true)), out);
  std::uint32_t asked = 0;
  for (std::size_t tried = 0; tried < 2 * peers.size() && asked < config_.status_fanout; ++tried) {
    const EndpointId peer = peers[next_status_peer_++ % peers.size()];
    if (tried >= peers.size() || !exchange_->is_silent(peer)) {
      out.send(peer, frame, MessageClass::control);
      ++asked;
    }
  }
  next_ask_at_ = now.monotonic + config_.exchange_timeout;
  is_ask_timer_armed_ = true;
  out.arm(kAskTimer, next_ask_at_);
}

}  // namespace callo
