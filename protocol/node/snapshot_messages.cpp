#include "protocol/node/snapshot_messages.hpp"

#include "protocol/chain/validator_codec.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

// Two blocks with their commits take up to four times a block; a frame holds less, which is no
// limit in practice: a snapshot of such blocks is not offered.
constexpr std::size_t kDecidedBytesMax = 2 * kBlockBytesMax + 16;
constexpr std::size_t kPieceBytesMax = 4 + kPieceCoinsMax * (kOutpointBytes + kCoinBytes);

}  // namespace

Bytes encode_data(const SnapshotRequest& request) {
  Writer out{16};
  out.u64(request.height);
  out.u32(request.first);
  out.u32(request.count);
  return out.take();
}

std::optional<SnapshotRequest> decode_snapshot_request(BytesView data) {
  Reader in{data};
  SnapshotRequest request;
  request.height = in.u64();
  request.first = in.u32();
  request.count = in.count(kBlocksPerRequestMax);
  const bool names_pieces = request.first != 0 && request.count != 0;
  const bool names_none = request.first == 0 && request.count == 0;
  const bool is_possible = request.is_for_offer() ? names_none : names_pieces;
  if (!in.finished() || !is_possible || request.first > kPiecesMax) {
    return std::nullopt;
  }
  return request;
}

Bytes encode_data(const SnapshotOffer& offer) {
  Writer out;
  out.blob(encode_data(offer.last));
  out.blob(encode_data(offer.next));
  for (const ValidatorSet* set :
       {&offer.last_validators, &offer.validators, &offer.next_validators}) {
    encode(out, *set);
  }
  encode(out, offer.manifest);
  return out.take();
}

std::optional<SnapshotOffer> decode_snapshot_offer(BytesView data) {
  Reader in{data};
  const auto last = decode_decided_block(in.blob(kDecidedBytesMax));
  const auto next = decode_decided_block(in.blob(kDecidedBytesMax));
  std::optional<ValidatorSet> last_validators = decode_validator_set(in);
  std::optional<ValidatorSet> validators = decode_validator_set(in);
  std::optional<ValidatorSet> next_validators = decode_validator_set(in);
  StateManifest manifest = decode_state_manifest(in);
  if (!in.finished() || !last || !next || !last_validators || !validators || !next_validators) {
    return std::nullopt;
  }
  return SnapshotOffer{*last,
                       *next,
                       std::move(*last_validators),
                       std::move(*validators),
                       std::move(*next_validators),
                       std::move(manifest)};
}

Bytes encode_data(const SnapshotPiece& piece) {
  Writer out{16 + piece.bytes.size()};
  out.u64(piece.height);
  out.u32(piece.number);
  out.blob(piece.bytes);
  return out.take();
}

std::optional<SnapshotPiece> decode_snapshot_piece(BytesView data) {
  Reader in{data};
  SnapshotPiece piece;
  piece.height = in.u64();
  piece.number = in.u32();
  piece.bytes = in.blob(kPieceBytesMax);
  const bool is_possible = piece.height != 0 && piece.number != 0 && piece.number <= kPiecesMax;
  return in.finished() && is_possible ? std::optional{piece} : std::nullopt;
}

}  // namespace callo
