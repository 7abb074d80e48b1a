#include "protocol/chain/inquest.hpp"

#include <algorithm>

#include "protocol/chain/commit_check.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

Bytes encode_data(const ForkProof& proof) {
  Writer out;
  encode(out, proof.fork);
  out.u32(static_cast<std::uint32_t>(proof.polkas.size()));
  for (const Polka& polka : proof.polkas) {
    encode(out, polka);
  }
  out.u32(static_cast<std::uint32_t>(proof.answers.size()));
  for (const Frame& answer : proof.answers) {
    out.blob(answer.bytes());
  }
  return out.take();
}

std::optional<ForkProof> decode_fork_proof(BytesView data) {
  Reader in{data};
  std::optional<Fork> fork = decode_fork(in);
  if (!fork) {
    return std::nullopt;
  }
  ForkProof proof{std::move(*fork), {}, {}};
  const std::uint32_t polkas = in.count(kAnswerPolkasMax);
  for (std::uint32_t index = 0; index < polkas && in.ok(); ++index) {
    proof.polkas.push_back(decode_commit(in));
  }
  const std::uint32_t answers = in.count(kValidatorsMax);
  for (std::uint32_t index = 0; index < answers && in.ok(); ++index) {
    const BytesView bytes = in.blob(kFrameBytesMax);
    proof.answers.push_back(make_frame({bytes.begin(), bytes.end()}));
  }
  return in.finished() ? std::optional{std::move(proof)} : std::nullopt;
}

Inquest::Inquest(Fork fork, ValidatorSet validators)
    : fork_{std::move(fork)}, validators_{std::move(validators)} {}

Inquest::Hearing Inquest::hear(const Frame& frame, const Envelope& envelope,
                               std::string_view chain_id, Verifier& verifier, Work& work) {
  const NodeId sender = envelope.header.sender;
  const std::optional<std::size_t> index = validators_.index_of(sender);
  const std::optional<JustificationAnswer> answer = decode_justification_answer(envelope.data);
  if (!answer || envelope.header.kind != MessageKind::justification_answer ||
      envelope.header.chain_id != chain_id) {
    return Hearing::false_answer;
  }
  if (!index || !answer->answers(fork_)) {
    return Hearing::elsewhere;
  }
  ++work.verifications;
  if (!verify_envelope(envelope, validators_.at(*index).key, verifier)) {
    return Hearing::false_answer;
  }
  if (has_heard(sender)) {
    return Hearing::known;
  }
  for (const Polka& polka : answer->polkas) {
    if (!take(polka, chain_id, verifier, work)) {
      return Hearing::false_answer;
    }
  }
  testimony_.answered.insert(sender);
  if (fork_.first.signatures[*index].flag == CommitFlag::for_block) {
    answers_.emplace(sender, frame);
    bytes_held_ += frame.size();
  }
  return Hearing::news;
}

bool Inquest::take(const Polka& polka, std::string_view chain_id, Verifier& verifier, Work& work) {
  const auto& known = testimony_.polkas;
  if (std::find(known.begin(), known.end(), polka) != known.end()) {
    return true;
  }
  const CommitClaim claim{chain_id, validators_, fork_.height(), polka.block_id, VoteType::prevote};
  if (check_commit(claim, polka, nullptr, verifier, work) != CommitFault::none) {
    return false;
  }
  keep(polka);
  return true;
}

Polka* Inquest::kept_like(const Polka& polka) {
  const auto found =
      std::find_if(testimony_.polkas.begin(), testimony_.polkas.end(),
                   [&](const Polka& held) { return held.block_id == polka.block_id; });
  return found == testimony_.polkas.end() ? nullptr : &*found;
}

// What judge() looks at: the earliest for the second block between the two commits, and one for the
// first block of its commit's round.
void Inquest::keep(const Polka& polka) {
  const bool is_for_second = polka.block_id == fork_.second.block_id &&
                             polka.round >= fork_.first.round && polka.round <= fork_.second.round;
  const bool is_for_first =
      polka.block_id == fork_.first.block_id && polka.round == fork_.first.round;
  if (!is_for_first && !is_for_second) {
    return;
  }
  Polka* const held = kept_like(polka);
  if (held == nullptr) {
    testimony_.polkas.push_back(polka);
  } else if (polka.round < held->round) {
    *held = polka;
  }
}

bool Inquest::is_complete() const {
  if (fork_.is_of_one_round()) {
    return true;
  }
  const auto validators = validators_.validators();
  return std::all_of(validators.begin(), validators.end(),
                     [this](const Validator& validator) { return has_heard(validator.node); });
}

ForkProof Inquest::proof() const {
  ForkProof proof{fork_, testimony_.polkas, {}};
  for (const NodeId culprit : blame().culprits) {
    if (const auto answer = answers_.find(culprit); answer != answers_.end()) {
      proof.answers.push_back(answer->second);
    }
  }
  return proof;
}

std::optional<Blame> verify_fork_proof(const ForkProof& proof, std::string_view chain_id,
                                       const ValidatorSet& validators, Verifier& verifier,
                                       Work& work) {
  if (!is_proven(proof.fork, chain_id, validators, verifier, work)) {
    return std::nullopt;
  }
  Inquest inquest{proof.fork, validators};
  for (const Polka& polka : proof.polkas) {
    if (!inquest.take(polka, chain_id, verifier, work)) {
      return std::nullopt;
    }
  }
  for (const Frame& answer : proof.answers) {
    const std::optional<Envelope> envelope = open_envelope(answer.bytes());
    if (!envelope ||
        inquest.hear(answer, *envelope, chain_id, verifier, work) != Inquest::Hearing::news) {
      return std::nullopt;
    }
  }
  Blame blame = inquest.blame();
  blame.suspects.clear();
  blame.suspect_power = 0;
  return blame;
}

}  // namespace callo
