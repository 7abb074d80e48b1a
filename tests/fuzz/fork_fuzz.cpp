#include "protocol/chain/inquest.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

namespace {

Fork sample_fork() {
  Commit other = sample_commit();
  other.block_id.hash.bytes[0] ^= 1;
  other.round = 2;
  return {sample_commit(), other};
}

Bytes tagged(std::uint8_t tag, Bytes bytes) {
  bytes.insert(bytes.begin(), tag);
  return bytes;
}

}  // namespace

// The first byte says which decoder is meant.
std::vector<Bytes> seeds() {
  const Fork fork = sample_fork();
  const JustificationAnswer none{7, 1, fork.second.block_id, {}};
  const JustificationAnswer one{7, 1, fork.second.block_id, {fork.second}};
  return {tagged(0, encode_data(fork)), tagged(1, encode_data(none)), tagged(1, encode_data(one)),
          tagged(2, encode_data(ForkProof{fork, {fork.second}, {make_frame({1, 2, 3})}}))};
}

void one_input(BytesView input) {
  if (input.empty()) {
    return;
  }
  const BytesView data = input.subspan(1);
  if (input[0] == 0) {
    if (const std::optional<Fork> fork = decode_fork(data)) {
      CALLO_CHECK(same_bytes(encode_data(*fork), data));
      CALLO_CHECK(make_fork(fork->second, fork->first) == fork);
    }
  } else if (input[0] == 1) {
    if (const auto answer = decode_justification_answer(data)) {
      CALLO_CHECK(same_bytes(encode_data(*answer), data));
      CALLO_CHECK(answer->polkas.size() <= kAnswerPolkasMax);
    }
  } else if (const std::optional<ForkProof> proof = decode_fork_proof(data)) {
    CALLO_CHECK(same_bytes(encode_data(*proof), data));
  }
}

}  // namespace callo::fuzz
