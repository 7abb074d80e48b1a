#include "protocol/node/node.hpp"

#include <algorithm>
#include <variant>

#include "protocol/consensus/tendermint/records.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/envelope.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

MessageClass class_of(MessageKind kind) {
  switch (kind) {
    case MessageKind::proposal:
    case MessageKind::prevote:
    case MessageKind::precommit:
    case MessageKind::vote_bundle:
      return MessageClass::vote;
    case MessageKind::block_part:
    case MessageKind::decided_block:
    case MessageKind::snapshot_offer:
    case MessageKind::snapshot_piece:
      return MessageClass::block;
    case MessageKind::transaction:
      return MessageClass::transaction;
    case MessageKind::status:
    case MessageKind::evidence:
    case MessageKind::block_request:
    case MessageKind::snapshot_request:
    case MessageKind::justification_request:
    case MessageKind::justification_answer:
    case MessageKind::light_request:
    case MessageKind::light_block:
    case MessageKind::membership:
    case MessageKind::entry:
    case MessageKind::search:
      return MessageClass::control;
  }
  return MessageClass::control;
}

// A message between two neighbours only; everything else is for all.
bool is_for_one_hop(MessageKind kind) {
  switch (kind) {
    case MessageKind::status:
    case MessageKind::decided_block:
    case MessageKind::block_request:
    case MessageKind::snapshot_request:
    case MessageKind::snapshot_offer:
    case MessageKind::snapshot_piece:
    case MessageKind::vote_bundle:
    case MessageKind::light_request:
    case MessageKind::light_block:
      return true;
    default:
      return false;
  }
}

// An answer is looked at as often as it was asked for, also when the same bytes came before.
bool is_answer(MessageKind kind) {
  return kind == MessageKind::decided_block || kind == MessageKind::snapshot_offer ||
         kind == MessageKind::snapshot_piece || kind == MessageKind::light_block ||
         kind == MessageKind::vote_bundle;
}

constexpr std::uint32_t kAcceptedMark = UINT32_MAX;

// What is remembered beside a frame's own id: that it was accepted, and the ways it was passed on.
ContentId mark(const ContentId& id, std::uint32_t what) {
  return {id.low ^ (std::uint64_t{what} + 1) * 0x9e3779b97f4a7c15ULL, id.high};
}

ValidatorSet genesis_validators(const Membership& membership) {
  std::vector<Validator> validators;
  for (const Member& member : membership.members()) {
    if (member.power > 0) {
      validators.push_back({member.node, member.key, member.power, 0});
    }
  }
  ValidatorSet set{std::move(validators)};
  set.advance(1);
  return set;
}

// Not a block: what the first one follows, in the form in which trust is handed on.
LightBlock genesis_block(const NodeConfig& config, const Membership& membership) {
  LightBlock genesis{{}, {}, genesis_validators(membership)};
  genesis.header.chain_id = config.chain_id;
  genesis.header.time = config.consensus.genesis_time;
  genesis.header.validators_hash = genesis.validators.hash();
  genesis.header.next_validators_hash = genesis.validators.hash();
  return genesis;
}

}  // namespace

Node::Node(NodeConfig config, NodeEnvironment environment)
    : config_{std::move(config)},
      environment_{environment},
      genesis_{genesis_block(config_, environment_.membership)},
      executor_{environment_.genesis, environment_.verifier, environment_.ledger_memo,
                config_.mempool},
      tendermint_{config_.consensus, genesis_validators(environment_.membership),
                  TendermintPorts{executor_, *this, environment_.signer, environment_.verifier,
                                  environment_.decoded_blocks}},
      held_messages_{tendermint_},
      repair_{held_messages_, {config_.chain_id, config_.self, environment_.remembers_frames}, {}},
      seen_{config_.seen_frames_capacity, environment_.random.next()},
      last_status_sequence_(environment_.membership.size()),
      next_answer_at_(environment_.membership.size()),
      catch_up_{config_.catch_up},
      requests_{environment_.membership.size(), config_.request_interval_min},
      questions_{environment_.membership.size(), config_.question_interval_min},
      inquests_{environment_.membership.size(), config_.inquest},
      snapshot_sync_{2 * config_.snapshot_interval,
                     config_.catch_up,
                     {genesis_, config_.light, environment_.verifier}} {
  config_.light.chain_id = config_.chain_id;
  if (environment_.exchange != nullptr) {
    exchange_.emplace(*environment_.exchange, config_.exchange_timeout,
                      static_cast<BundleSender&>(*this));
  }
}

void Node::step(Now now, const Input& input, Effects& out) noexcept {
  now_ = now.monotonic;
  std::visit([&](const auto& alternative) { on(now, alternative, out); }, input);
}

void Node::on(Now now, const Started& input, Effects& out) {
  // A log may hold more than one snapshot; the last one makes all before it needless.
  const auto last =
      std::find_if(input.records.rbegin(), input.records.rend(),
                   [](const Record& record) { return record.kind == RecordKind::snapshot; });
  const std::span<const Record> records{last.base(), input.records.end()};
  if (last != input.records.rend()) {
    start_from(*last, out.work);
  }
  for (const Record& record : records) {
    if (record.kind == RecordKind::decision) {
      const DecisionRecord decision = decode_decision(record);
      archive_.append(decision.height, make_frame({decision.block.begin(), decision.block.end()}),
                      make_frame(encode(decision.commit)));
    }
  }
  sequences_.start(input.records, now.calendar, out);
  const Mark mark{out.commits.size(), out.evidence.size()};
  tendermint_.start(now, records, out);
  after_consensus(now, mark, out);
  if (!input.records.empty()) {
    out.notice(NoticeKind::restarted_from_records, input.records.size());
  }
  if (input.cut_bytes != 0) {
    out.notice(NoticeKind::log_tail_cut, input.cut_bytes);
  }
  if (config_.status_interval > Duration{0}) {
    // Nodes tell their status at different moments of the interval.
    const auto nodes = static_cast<std::int64_t>(environment_.membership.size());
    out.arm(kStatusTimer, now.monotonic + config_.status_interval +
                              config_.status_interval * config_.self.value / nodes);
    if (!input.records.empty()) {
      on(now, PeerUp{}, out);
    }
  }
}

void Node::on(Now now, const Received& input, Effects& out) {
  if (seen_.contains(input.frame.id())) {
    if (environment_.dissemination.ways() > 1) {
      forward_on_other_way(input, out);
    }
    return;
  }
  const std::optional<Envelope> envelope =
      input.frame.size() <= kFrameBytesMax ? open_envelope(input.frame.bytes()) : std::nullopt;
  Verdict verdict = Verdict::malformed;
  if (envelope && envelope->header.chain_id == config_.chain_id) {
    verdict = environment_.membership.find(envelope->header.sender) == nullptr
                  ? Verdict::unknown_sender
                  : route(now, input, *envelope, out);
  }
  // What came too early is worth another look when a neighbour repeats it.
  if (verdict == Verdict::too_far_ahead) {
    return;
  }
  if (!envelope || !is_answer(envelope->header.kind)) {
    seen_.insert(input.frame.id());
  }
  if (is_forwarded(verdict)) {
    forward(input, *envelope, out);
  } else if (is_invalid(verdict)) {
    out.notice(NoticeKind::rejected_message, static_cast<std::uint64_t>(verdict));
  }
}

// Votes that come alone although they travel by exchange are kept, and spread by it.
void Node::forward(const Received& input, const Envelope& envelope, Effects& out) {
  const MessageKind kind = envelope.header.kind;
  const bool is_vote = kind == MessageKind::prevote || kind == MessageKind::precommit;
  if (is_for_one_hop(kind) || (is_vote && exchange_)) {
    return;
  }
  const Dissemination& dissemination = environment_.dissemination;
  const NodeId originator = envelope.header.sender;
  if (dissemination.ways() > 1) {
    seen_.insert(mark(input.frame.id(), kAcceptedMark));
    seen_.insert(mark(input.frame.id(), dissemination.way_of(input.from, originator)));
  }
  out.send(dissemination.next_targets(input.from, originator, targets_), input.frame,
           class_of(kind));
}

// Known already, and on its way on another tree as well.
void Node::forward_on_other_way(const Received& input, Effects& out) {
  const ContentId& id = input.frame.id();
  const Dissemination& dissemination = environment_.dissemination;
  if (!seen_.contains(mark(id, kAcceptedMark)) || seen_.contains(mark(id, dissemination.ways()))) {
    return;
  }
  const Envelope envelope = *open_envelope(input.frame.bytes());
  const std::uint32_t way = dissemination.way_of(input.from, envelope.header.sender);
  if (way < dissemination.ways() && seen_.insert(mark(id, way))) {
    out.send(dissemination.next_targets(input.from, envelope.header.sender, targets_), input.frame,
             class_of(envelope.header.kind));
  }
}

Verdict Node::route(Now now, const Received& input, const Envelope& envelope, Effects& out) {
  switch (envelope.header.kind) {
    case MessageKind::proposal:
    case MessageKind::block_part:
    case MessageKind::prevote:
    case MessageKind::precommit: {
      const Mark mark{out.commits.size(), out.evidence.size()};
      const Verdict verdict = tendermint_.receive(now, input.frame, envelope, out);
      after_consensus(now, mark, out);
      return verdict;
    }
    case MessageKind::transaction:
      return receive_transaction(input, envelope, out);
    case MessageKind::status:
      return receive_status(now, input.from, envelope, out);
    case MessageKind::evidence:
      return receive_evidence(now, envelope, out);
    case MessageKind::decided_block:
      return receive_decided(now, input, envelope, out);
    case MessageKind::block_request:
      return receive_block_request(now, input.from, envelope, out);
    case MessageKind::snapshot_request:
      return receive_snapshot_request(now, input.from, envelope, out);
    case MessageKind::snapshot_offer:
      return receive_snapshot_offer(now, input.from, envelope, out);
    case MessageKind::snapshot_piece:
      return receive_snapshot_piece(now, input, envelope, out);
    case MessageKind::vote_bundle:
      return receive_bundle(now, input, envelope, out);
    case MessageKind::justification_request:
      return receive_justification_request(now, input.from, envelope, out);
    case MessageKind::justification_answer:
      return receive_justification_answer(now, input.frame, envelope, out);
    case MessageKind::light_request:
      return receive_light_request(now, input.from, envelope, out);
    case MessageKind::light_block:
      return receive_light_block(now, input.from, envelope, out);
    case MessageKind::membership:  // for the overlay's own machine: overlay_node.hpp
    case MessageKind::entry:
    case MessageKind::search:
      return Verdict::unknown_sender;
  }
  return Verdict::malformed;
}

bool Node::is_signed_by_sender(const Envelope& envelope, Effects& out) {
  const Member* sender = environment_.membership.find(envelope.header.sender);
  ++out.work.verifications;
  return verify_envelope(envelope, sender->key, environment_.verifier);
}

Verdict Node::receive_evidence(Now now, const Envelope& envelope, Effects& out) {
  const std::optional<DuplicateEvidence> evidence = decode_evidence(envelope.data);
  if (!evidence) {
    return Verdict::malformed;
  }
  const std::optional<Offence> claimed = claimed_offence(*evidence);
  if (!claimed) {
    return Verdict::bad_content;
  }
  if (evidence_.contains(*claimed)) {
    return Verdict::duplicate;
  }
  if (!is_signed_by_sender(envelope, out)) {
    return Verdict::bad_signature;
  }
  if (const Verdict verdict = tendermint_.receive_evidence(*evidence, out);
      verdict != Verdict::accepted) {
    return verdict;
  }
  if (!evidence_.insert(*claimed)) {
    return Verdict::duplicate;
  }
  out.evidence.push_back({claimed->culprit, evidence->first, evidence->second});
  hear_both(now, *evidence, out);
  return Verdict::accepted;
}

// Whoever heard only one of two contradicting votes may miss the one that completes +2/3, and no
// bitmap of votes held tells the neighbours so: the evidence itself carries it.
void Node::hear_both(Now now, const DuplicateEvidence& evidence, Effects& out) {
  const Mark mark{out.commits.size(), out.evidence.size()};
  for (const Frame& frame : {evidence.first, evidence.second}) {
    tendermint_.receive(now, frame, *open_envelope(frame.bytes()), out);
  }
  after_consensus(now, mark, out);
}

void Node::on(Now now, const TimerFired& input, Effects& out) {
  if (input.timer == kStatusTimer) {
    on_status_timer(now, out);
    return;
  }
  if (input.timer == kCatchUpTimer) {
    ask_for_blocks(now, out);
    return;
  }
  if (input.timer == kSnapshotTimer) {
    ask_for_snapshot(now, out);
    return;
  }
  if (input.timer == kInquestTimer) {
    carry_on_inquests(now, out);
    return;
  }
  if (input.timer == kExchangeTimer && exchange_) {
    exchange_->on_timer(now.monotonic, out);
    ask_if_lacking(now, out);
    return;
  }
  if (input.timer == kAskTimer) {
    on_ask_timer(now, out);
    return;
  }
  const Mark mark{out.commits.size(), out.evidence.size()};
  tendermint_.on_timer(now, input.timer, out);
  after_consensus(now, mark, out);
}

void Node::after_consensus(Now now, Mark mark, Effects& out) {
  for (std::size_t index = mark.commits; index < out.commits.size(); ++index) {
    const CommitEffect& commit = out.commits[index];
    archive_.append(commit.height, commit.block, commit.certificate);
  }
  if (mark.commits < out.commits.size()) {
    take_snapshot_when_due(out);
  }
  publish_new_evidence(mark.evidence, out);
  look_into_new_forks(now, out);
  pass_on_admitted(out);
}

// The engine reports what it saw itself; what gossip brought before is not reported again.
void Node::publish_new_evidence(std::size_t first, Effects& out) {
  std::size_t kept = first;
  for (std::size_t index = first; index < out.evidence.size(); ++index) {
    const EvidenceEffect found = out.evidence[index];
    const auto offence =
        contradiction(*open_envelope(found.first.bytes()), *open_envelope(found.second.bytes()));
    CALLO_CHECK(offence.has_value());
    if (!evidence_.insert(*offence)) {
      continue;
    }
    out.evidence[kept++] = found;
    const Bytes data = encode_data(DuplicateEvidence{found.first, found.second});
    to_all(seal_own(MessageKind::evidence, data, out), MessageClass::control, out);
  }
  out.evidence.resize(kept);
}

void Node::to_all(const Frame& frame, MessageClass message_class, Effects& out) {
  seen_.insert(frame.id());
  if (message_class == MessageClass::vote && begin_exchange(frame, out)) {
    return;
  }
  out.send(environment_.dissemination.first_targets(), frame, message_class);
}

Frame Node::seal_own(MessageKind kind, BytesView data, Effects& out) {
  ++out.work.signatures;
  return seal({config_.chain_id, kind, config_.self, sequences_.next(out)}, data,
              environment_.signer);
}

}  // namespace callo
