#include "protocol/ledger/state_pieces.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

namespace {

CoinList sample_coins() {
  CoinSet coins;
  for (std::uint8_t number = 0; number < 9; ++number) {
    coins.insert({Hash{{number, 1}}, number}, {PublicKey{{number}}, {{'N', 'G', 'N'}}, 5});
  }
  return coins.coins();
}

Bytes sample_manifest(std::size_t piece_coins_max) {
  CoinSet coins;
  for (const auto& [outpoint, coin] : sample_coins()) {
    coins.insert(outpoint, coin);
  }
  std::vector<CoinList> pieces;
  Writer out;
  out.u8(0);
  encode(out, StateManifest{coins.cut(piece_coins_max, pieces), {1, 2, 3}});
  return out.take();
}

}  // namespace

// The first byte says which of the two decoders the rest is for.
std::vector<Bytes> seeds() {
  Bytes piece = encode_piece(sample_coins());
  piece.insert(piece.begin(), 1);
  return {sample_manifest(1), sample_manifest(3), sample_manifest(100), piece};
}

void one_input(BytesView input) {
  if (input.empty()) {
    return;
  }
  if (input[0] == 0) {
    Reader in{input.subspan(1)};
    const StateManifest manifest = decode_state_manifest(in);
    manifest_state_hash(manifest, "sphyx");
    if (in.finished()) {
      Writer again;
      encode(again, manifest);
      CALLO_CHECK(same_bytes(again.view(), input.subspan(1)));
    }
    return;
  }
  CALLO_CHECK(!decode_piece(input.subspan(1), Hash{{1}}).has_value());
  LedgerState::from_parts("sphyx", input.subspan(1), {});
}

}  // namespace callo::fuzz
