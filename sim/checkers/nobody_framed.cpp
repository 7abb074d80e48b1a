#include "sim/checkers/nobody_framed.hpp"

#include <optional>

#include "protocol/chain/vote.hpp"

namespace callo::sim {

namespace {

// What may be signed only once, and what it says.
struct Statement {
  Height height{};
  Round round{};
  Round valid_round = kNoRound;
  BlockId block;
};

std::optional<Statement> statement_of(const Envelope& envelope) {
  if (const auto vote = decode_vote(envelope)) {
    return Statement{vote->height, vote->round, kNoRound, vote->block_id};
  }
  if (const auto proposal = decode_proposal(envelope)) {
    return Statement{proposal->height, proposal->round, proposal->valid_round, proposal->block_id};
  }
  return std::nullopt;
}

}  // namespace

void NobodyFramed::on_evidence(const Moment& moment, const EvidenceEffect& evidence) {
  const std::string named = "evidence against node " + std::to_string(evidence.culprit.value);
  if (context().is_honest(evidence.culprit)) {
    violated(moment, named + ", which is honest");
    return;
  }
  const std::pair key{evidence.first.id(), evidence.second.id()};
  if (proven_.contains(key)) {
    return;
  }
  const std::string fault = fault_of(evidence);
  if (fault.empty()) {
    proven_.insert(key);
  } else {
    violated(moment, named + ": " + fault);
  }
}

std::string NobodyFramed::fault_of(const EvidenceEffect& evidence) const {
  const std::optional<Envelope> first = open_envelope(evidence.first.bytes());
  const std::optional<Envelope> second = open_envelope(evidence.second.bytes());
  if (!first.has_value() || !second.has_value()) {
    return "a message does not decode";
  }
  const std::optional<Statement> said = statement_of(*first);
  const std::optional<Statement> contrary = statement_of(*second);
  if (!said.has_value() || !contrary.has_value() || first->header.kind != second->header.kind ||
      said->height != contrary->height || said->round != contrary->round) {
    return "the messages are not of one height, round and kind";
  }
  if (said->block == contrary->block && said->valid_round == contrary->valid_round) {
    return "the messages do not contradict each other";
  }
  if (!is_signed(*first, evidence.culprit) || !is_signed(*second, evidence.culprit)) {
    return "a message is not signed by it on this chain";
  }
  return {};
}

bool NobodyFramed::is_signed(const Envelope& envelope, NodeId culprit) const {
  const CheckedValidator* validator = context().validator(culprit);
  return validator != nullptr && envelope.header.sender == culprit &&
         envelope.header.chain_id == context().chain_id &&
         context().verifier->verify(validator->key, envelope.signed_bytes, envelope.signature);
}

}  // namespace callo::sim
