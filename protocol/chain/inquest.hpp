#pragma once

#include <map>

#include "protocol/chain/accountability.hpp"
#include "protocol/chain/fork.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo {

// What convicts without trust in whoever collected it: the fork, the polkas that bear on it, and
// the culprits' own signed answers, none of which justifies their votes.
struct ForkProof {
  Fork fork;
  std::vector<Polka> polkas;
  std::vector<Frame> answers;
};

// fork | u32 count, polkas | u32 count, answers as blobs.
Bytes encode_data(const ForkProof& proof);
std::optional<ForkProof> decode_fork_proof(BytesView data);

// Finds out who is to blame for a fork, from what the validators answer. Every answer is checked
// alone; who has not answered is a suspect at most, and a correct validator that answers is cleared
// by its own answer, whoever else is silent (see judge()).
//
// Memory: at most two polkas, and one answer of each validator that stands in the first commit.
class Inquest {
 public:
  enum class Hearing : std::uint8_t { news, known, elsewhere, false_answer };

  // Requires is_proven(fork); `validators` are those of its height.
  Inquest(Fork fork, ValidatorSet validators);

  const Fork& fork() const { return fork_; }

  const ValidatorSet& validators() const { return validators_; }

  bool has_heard(NodeId node) const { return testimony_.answered.contains(node); }

  // A justification_answer in its envelope, opened from `frame`. The signature is checked by the
  // key that the sender had at the fork's height.
  Hearing hear(const Frame& frame, const Envelope& envelope, std::string_view chain_id,
               Verifier& verifier, Work& work);

  // A polka of the fork's height that somebody shows. False: it proves nothing.
  bool take(const Polka& polka, std::string_view chain_id, Verifier& verifier, Work& work);

  Blame blame() const { return judge(fork_.first, fork_.second, testimony_, validators_); }

  // Nobody is left whose answer could change anything.
  bool is_complete() const;

  // Convicts the present culprits.
  ForkProof proof() const;

  std::size_t answers_held() const { return answers_.size(); }

  std::size_t bytes_held() const { return bytes_held_; }

 private:
  Polka* kept_like(const Polka& polka);
  void keep(const Polka& polka);

  Fork fork_;
  ValidatorSet validators_;
  Testimony testimony_;
  std::map<NodeId, Frame> answers_;
  std::size_t bytes_held_ = 0;
};

// The culprits whom the proof convicts, without suspects; nullopt: it proves nothing. `validators`
// are those of the fork's height.
std::optional<Blame> verify_fork_proof(const ForkProof& proof, std::string_view chain_id,
                                       const ValidatorSet& validators, Verifier& verifier,
                                       Work& work);

}  // namespace callo
