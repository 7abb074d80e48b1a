#include "protocol/chain/fork.hpp"

#include "protocol/chain/commit_check.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

bool is_in_order(const Commit& first, const Commit& second) {
  return first.round != second.round ? first.round < second.round
                                     : first.block_id.hash < second.block_id.hash;
}

bool is_fork(const Fork& fork) {
  return fork.first.height == fork.second.height &&
         fork.first.block_id.hash != fork.second.block_id.hash &&
         is_in_order(fork.first, fork.second);
}

bool is_well_formed(const JustificationAnswer& answer) {
  for (const Polka& polka : answer.polkas) {
    if (polka.height != answer.height || polka.round < answer.from_round) {
      return false;
    }
  }
  const std::vector<Polka>& polkas = answer.polkas;
  const bool is_first_right = polkas.empty() || polkas[0].block_id == answer.block_id;
  const bool is_second_right = polkas.size() < 2 || (polkas[1].round == polkas[0].round &&
                                                     polkas[1].block_id != answer.block_id);
  return answer.height > 0 && answer.from_round >= 0 && is_first_right && is_second_right;
}

}  // namespace

ForkKey key_of(const Fork& fork) {
  const Hash& one = fork.first.block_id.hash;
  const Hash& other = fork.second.block_id.hash;
  return {fork.height(), std::min(one, other), std::max(one, other)};
}

std::optional<Fork> make_fork(const Commit& one, const Commit& other) {
  Fork fork = is_in_order(one, other) ? Fork{one, other} : Fork{other, one};
  if (!is_fork(fork)) {
    return std::nullopt;
  }
  return fork;
}

bool is_proven(const Fork& fork, std::string_view chain_id, const ValidatorSet& validators,
               Verifier& verifier, Work& work) {
  for (const Commit* commit : {&fork.first, &fork.second}) {
    const CommitClaim claim{chain_id, validators, fork.height(), commit->block_id};
    if (check_commit(claim, *commit, nullptr, verifier, work) != CommitFault::none) {
      return false;
    }
  }
  return true;
}

void encode(Writer& out, const Fork& fork) {
  out.blob(encode(fork.first));
  out.blob(encode(fork.second));
}

Bytes encode_data(const Fork& fork) {
  Writer out;
  encode(out, fork);
  return out.take();
}

std::optional<Fork> decode_fork(Reader& in) {
  std::optional<Commit> first = decode_commit(in.blob(kBlockBytesMax));
  std::optional<Commit> second = decode_commit(in.blob(kBlockBytesMax));
  if (!in.ok() || !first || !second) {
    return std::nullopt;
  }
  Fork fork{std::move(*first), std::move(*second)};
  if (!is_fork(fork) || fork.height() == 0 || fork.first.round < 0) {
    return std::nullopt;
  }
  return fork;
}

std::optional<Fork> decode_fork(BytesView data) {
  Reader in{data};
  std::optional<Fork> fork = decode_fork(in);
  return in.finished() ? std::move(fork) : std::nullopt;
}

Bytes encode_data(const JustificationAnswer& answer) {
  Writer out;
  out.u64(answer.height);
  out.i32(answer.from_round);
  encode(out, answer.block_id);
  out.u32(static_cast<std::uint32_t>(answer.polkas.size()));
  for (const Polka& polka : answer.polkas) {
    encode(out, polka);
  }
  return out.take();
}

std::optional<JustificationAnswer> decode_justification_answer(BytesView data) {
  Reader in{data};
  JustificationAnswer answer;
  answer.height = in.u64();
  answer.from_round = in.i32();
  answer.block_id = decode_block_id(in);
  const std::uint32_t count = in.count(kAnswerPolkasMax);
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    answer.polkas.push_back(decode_commit(in));
  }
  if (!in.finished() || !is_well_formed(answer)) {
    return std::nullopt;
  }
  return answer;
}

JustificationAnswer answer_to(const Fork& fork, std::span<const Justification> justifications) {
  JustificationAnswer answer{fork.height(), fork.first.round, fork.second.block_id, {}};
  const Justification* earliest = nullptr;
  for (const Justification& held : justifications) {
    const Polka& polka = held.polkas.front();
    if (held.height == fork.height() && polka.block_id == answer.block_id &&
        polka.round >= answer.from_round &&
        (earliest == nullptr || polka.round < earliest->polkas.front().round)) {
      earliest = &held;
    }
  }
  if (earliest == nullptr) {
    return answer;
  }
  answer.polkas.push_back(earliest->polkas.front());
  for (const Polka& other : earliest->polkas) {
    if (other.block_id == fork.first.block_id) {
      answer.polkas.push_back(other);
    }
  }
  return answer;
}

}  // namespace callo
