#pragma once

#include <compare>
#include <optional>
#include <string_view>
#include <vector>

#include "protocol/chain/block.hpp"
#include "protocol/chain/justification.hpp"
#include "protocol/chain/validator_set.hpp"
#include "protocol/shim/verifier.hpp"
#include "protocol/step/effects.hpp"

namespace callo {

// Two commits of one height for different blocks: agreement is broken. The one of the earlier round
// comes first, of equal rounds the one with the lower block hash.
struct Fork {
  Commit first;
  Commit second;
  bool operator==(const Fork&) const = default;

  Height height() const { return first.height; }

  // Whoever stands in both signed twice; no answer is needed to see it.
  bool is_of_one_round() const { return first.round == second.round; }
};

// Which fork: whatever commits show it.
struct ForkKey {
  Height height{};
  Hash lower;
  Hash higher;
  auto operator<=>(const ForkKey&) const = default;
};

ForkKey key_of(const Fork& fork);

// nullopt unless the heights are the same and the blocks are not. No signature is checked.
std::optional<Fork> make_fork(const Commit& one, const Commit& other);

// Both commits hold; `validators` are those of their height.
bool is_proven(const Fork& fork, std::string_view chain_id, const ValidatorSet& validators,
               Verifier& verifier, Work& work);

// Data of a justification_request, asked of every validator: what allowed you to vote for the
// second block although you may have precommitted the first? It proves the fork, so that whoever
// did not know of it does now. u32 length, first commit | u32 length, second commit; refused is an
// order other than Fork's.
Bytes encode_data(const Fork& fork);
void encode(Writer& out, const Fork& fork);
std::optional<Fork> decode_fork(BytesView data);
std::optional<Fork> decode_fork(Reader& in);

inline constexpr std::uint32_t kAnswerPolkasMax = 2;

// Data of a justification_answer: the earliest +2/3 prevotes for `block_id` of `from_round` or
// later that allowed a vote of the answer's signer, and the polka for another block of the same
// round if it knows one. Nothing is an answer, too. It names what was asked, so that no answer to
// another question can be held against its signer.
struct JustificationAnswer {
  Height height{};
  Round from_round{};
  BlockId block_id;
  std::vector<Polka> polkas;
  bool operator==(const JustificationAnswer&) const = default;

  bool answers(const Fork& fork) const {
    return height == fork.height() && from_round == fork.first.round &&
           block_id == fork.second.block_id;
  }
};

// u64 height | i32 round | block id | u32 count, polkas. Refused are: a polka of another height or
// of an earlier round, a first one for another block, a second one of another round or for the same
// block.
Bytes encode_data(const JustificationAnswer& answer);
std::optional<JustificationAnswer> decode_justification_answer(BytesView data);

// What a node answers that holds these justifications of the fork's height.
JustificationAnswer answer_to(const Fork& fork, std::span<const Justification> justifications);

}  // namespace callo
