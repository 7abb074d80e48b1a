#include "protocol/node/snapshot_messages.hpp"
#include "tests/fuzz/support/chain_samples.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

// The first byte says which of the three decoders the rest is for.
std::vector<Bytes> seeds() {
  const Bytes block = encode(sample_block(8, {{1}, {2, 3}}));
  const Bytes commit = encode(sample_commit());
  const Bytes piece{1, 2, 3};
  const ValidatorSet set{{{NodeId{2}, PublicKey{{1}}, 5, 0}, {NodeId{4}, PublicKey{{2}}, 7, 0}}};
  StateManifest manifest{
      {{{3, {}}, {CoinOutline::kPiece, Hash{{1}}}, {CoinOutline::kPiece, Hash{{2}}}}}, {4, 5}};
  std::vector<Bytes> result{
      encode_data(SnapshotRequest{}), encode_data(SnapshotRequest{8, 1, 4}),
      encode_data(SnapshotOffer{
          {8, block, commit}, {9, block, commit}, set, set.advanced(1), set.advanced(2), manifest}),
      encode_data(SnapshotPiece{8, 1, piece})};
  for (std::size_t index = 0; index < result.size(); ++index) {
    result[index].insert(result[index].begin(),
                         static_cast<std::uint8_t>(index == 0 ? 0 : index - 1));
  }
  return result;
}

void one_input(BytesView input) {
  if (input.empty()) {
    return;
  }
  const BytesView data = input.subspan(1);
  if (input[0] == 0) {
    if (const auto request = decode_snapshot_request(data)) {
      CALLO_CHECK(same_bytes(encode_data(*request), data));
    }
  } else if (input[0] == 1) {
    if (const auto offer = decode_snapshot_offer(data)) {
      CALLO_CHECK(same_bytes(encode_data(*offer), data));
    }
  } else if (const auto piece = decode_snapshot_piece(data)) {
    CALLO_CHECK(same_bytes(encode_data(*piece), data));
  }
}

}  // namespace callo::fuzz
