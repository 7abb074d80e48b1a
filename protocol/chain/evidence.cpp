#include "protocol/chain/evidence.hpp"

namespace callo {

namespace {

std::optional<Offence> contradicting_votes(const Envelope& first, const Envelope& second) {
  const std::optional<Vote> a = decode_vote(first);
  const std::optional<Vote> b = decode_vote(second);
  if (!a.has_value() || !b.has_value() || a->height != b->height || a->round != b->round ||
      a->block_id == b->block_id) {
    return std::nullopt;
  }
  return Offence{a->validator, a->height, a->round, first.header.kind};
}

std::optional<Offence> contradicting_proposals(const Envelope& first, const Envelope& second) {
  const std::optional<Proposal> a = decode_proposal(first);
  const std::optional<Proposal> b = decode_proposal(second);
  if (!a.has_value() || !b.has_value() || a->height != b->height || a->round != b->round) {
    return std::nullopt;
  }
  if (a->block_id == b->block_id && a->valid_round == b->valid_round) {
    return std::nullopt;
  }
  return Offence{a->proposer, a->height, a->round, first.header.kind};
}

}  // namespace

std::optional<Offence> contradiction(const Envelope& first, const Envelope& second) {
  if (first.header.chain_id != second.header.chain_id || first.header.kind != second.header.kind ||
      first.header.sender != second.header.sender) {
    return std::nullopt;
  }
  return first.header.kind == MessageKind::proposal ? contradicting_proposals(first, second)
                                                    : contradicting_votes(first, second);
}

std::optional<Offence> claimed_offence(const DuplicateEvidence& evidence) {
  if (!evidence.first || !evidence.second) {
    return std::nullopt;
  }
  const std::optional<Envelope> first = open_envelope(evidence.first.bytes());
  const std::optional<Envelope> second = open_envelope(evidence.second.bytes());
  return first.has_value() && second.has_value() ? contradiction(*first, *second) : std::nullopt;
}

std::optional<Offence> verify_evidence(const DuplicateEvidence& evidence, std::string_view chain_id,
                                       const ValidatorSet& validators, Verifier& verifier,
                                       Work& work) {
  if (!evidence.first || !evidence.second) {
    return std::nullopt;
  }
  const std::optional<Envelope> first = open_envelope(evidence.first.bytes());
  const std::optional<Envelope> second = open_envelope(evidence.second.bytes());
  if (!first.has_value() || !second.has_value() || first->header.chain_id != chain_id) {
    return std::nullopt;
  }
  const std::optional<Offence> offence = contradiction(*first, *second);
  const std::optional<std::size_t> index = validators.index_of(first->header.sender);
  if (!offence.has_value() || !index.has_value()) {
    return std::nullopt;
  }
  const PublicKey& key = validators.at(*index).key;
  work.verifications += 2;
  if (!verify_envelope(*first, key, verifier) || !verify_envelope(*second, key, verifier)) {
    return std::nullopt;
  }
  return offence;
}

}  // namespace callo
