#include "protocol/node/snapshot.hpp"

#include "protocol/base/check.hpp"
#include "protocol/chain/part_set.hpp"
#include "protocol/chain/validator_codec.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

std::optional<LedgerState> state_of_pieces(Reader& in, std::string_view chain_id) {
  const StateManifest manifest = decode_state_manifest(in);
  CoinSet coins;
  for (const Hash& root : manifest.coins.pieces()) {
    const auto piece = decode_piece(in.blob(in.remaining()), root);
    if (!piece) {
      return std::nullopt;
    }
    for (const auto& [outpoint, coin] : *piece) {
      coins.insert(outpoint, coin);
    }
  }
  return LedgerState::from_parts(chain_id, manifest.rest, std::move(coins));
}

// The genesis' priorities after `turns` heights.
ValidatorSet rotated(ValidatorSet validators, Height turns) {
  for (Height turn = 0; turn < turns; ++turn) {
    validators.advance(1);
  }
  return validators;
}

// Both blocks with their ids; nullopt when the second does not follow the first.
struct Pair {
  Block last;
  Block next;
  BlockId next_id;
};

std::optional<Pair> decode_pair(const SnapshotOffer& offer) {
  const bool have_bytes = !offer.last.block.empty() && !offer.next.block.empty() &&
                          offer.last.block.size() <= kBlockBytesMax &&
                          offer.next.block.size() <= kBlockBytesMax;
  auto last = have_bytes ? decode_block(offer.last.block) : std::nullopt;
  auto next = have_bytes ? decode_block(offer.next.block) : std::nullopt;
  if (!last || !next) {
    return std::nullopt;
  }
  const BlockHeader& header = next->header;
  if (header.height != last->header.height + 1 ||
      header.last_block_hash != block_hash(last->header) ||
      header.last_block_parts != CutBlock{offer.last.block}.header()) {
    return std::nullopt;
  }
  const BlockId next_id{block_hash(header), CutBlock{offer.next.block}.header()};
  return Pair{std::move(*last), std::move(*next), next_id};
}

// The genesis' validators are those of height 1, and the validators have not changed since.
EngineBase base_of(const Pair& pair, BytesView block, const ValidatorSet& genesis,
                   EvidenceAge age) {
  const Height height = pair.last.header.height;
  const CalendarTime time = pair.last.header.time;
  const ValidatorSet validators = rotated(genesis, height);
  ValidatorHistory history;
  history.append(height, rotated(genesis, height - 1));
  history.append(height + 1, validators);
  return {height,
          pair.next.last_commit->block_id,
          time,
          make_frame({block.begin(), block.end()}),
          *pair.next.last_commit,
          validators,
          validators.advanced(1),
          std::move(history),
          EvidenceBook::starting_at(age, height, time),
          {}};
}

}  // namespace

Record encode_record(const Snapshot& snapshot) {
  const StatePieces state = cut_state(snapshot.state);
  Writer out;
  encode(out, snapshot.base);
  encode(out, state.manifest);
  for (const Bytes& piece : state.pieces) {
    out.blob(piece);
  }
  return {RecordKind::snapshot, make_frame(out.take())};
}

Snapshot decode_snapshot(const Record& record, std::string_view chain_id, EvidenceAge age) {
  Reader in{record.payload.bytes()};
  std::optional<EngineBase> base = decode_engine_base(in, age);
  CALLO_CHECK(base.has_value());
  std::optional<LedgerState> state = state_of_pieces(in, chain_id);
  CALLO_CHECK(state.has_value());
  CALLO_CHECK(in.finished());
  return {std::move(*base), std::move(*state)};
}

std::optional<CheckedOffer> check_offer(const SnapshotOffer& offer, const LightBlock& genesis,
                                        const LightOptions& options, CalendarTime now,
                                        EvidenceAge age, Verifier& verifier, Work& work) {
  work.hashed_bytes += 2 * (offer.last.block.size() + offer.next.block.size());
  const std::optional<Pair> pair = decode_pair(offer);
  std::optional<Commit> commit = decode_commit(offer.next.commit);
  if (!pair || !commit || commit->block_id != pair->next_id) {
    return std::nullopt;
  }
  const Hash& known = genesis.header.next_validators_hash;
  const BlockHeader& header = pair->next.header;
  if (header.validators_hash != known || header.next_validators_hash != known ||
      manifest_state_hash(offer.manifest, options.chain_id) != header.state_hash) {
    return std::nullopt;
  }
  const LightBlock next{header, std::move(*commit), genesis.validators};
  if (verify_light(genesis, next, options, now, verifier, work) != LightVerdict::accepted) {
    return std::nullopt;
  }
  return CheckedOffer{base_of(*pair, offer.last.block, genesis.validators, age), offer.manifest,
                      offer.manifest.coins.pieces()};
}

}  // namespace callo
