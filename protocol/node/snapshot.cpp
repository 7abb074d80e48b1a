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

// What no header covers is not taken from a peer: the priorities of a height that is over.
ValidatorSet without_priorities(const ValidatorSet& set) {
  std::vector<Validator> validators{set.validators().begin(), set.validators().end()};
  for (Validator& validator : validators) {
    validator.priority = 0;
  }
  return ValidatorSet{std::move(validators)};
}

// A header names the validators of its own height and the next, and the next one's priorities: so
// that of `last` those of `validators`, and that of `next` those of `next_validators`.
bool are_named(const SnapshotOffer& offer, const BlockHeader& last, const BlockHeader& next) {
  return last.validators_hash == offer.last_validators.hash() &&
         last.next_validators_hash == offer.validators.hash() &&
         last.next_priorities_hash == offer.validators.priorities_hash() &&
         next.validators_hash == offer.validators.hash() &&
         next.next_validators_hash == offer.next_validators.hash() &&
         next.next_priorities_hash == offer.next_validators.priorities_hash();
}

EngineBase base_of(const Pair& pair, const SnapshotOffer& offer, EvidenceAge age) {
  const Height height = pair.last.header.height;
  const CalendarTime time = pair.last.header.time;
  ValidatorHistory history;
  history.append(height, without_priorities(offer.last_validators));
  history.append(height + 1, offer.validators);
  return {height,
          pair.next.last_commit->block_id,
          time,
          make_frame({offer.last.block.begin(), offer.last.block.end()}),
          *pair.next.last_commit,
          offer.validators,
          offer.next_validators,
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

std::optional<OpenedOffer> open_offer(const SnapshotOffer& offer, std::string_view chain_id,
                                      EvidenceAge age, Work& work) {
  work.hashed_bytes += 2 * (offer.last.block.size() + offer.next.block.size());
  const std::optional<Pair> pair = decode_pair(offer);
  std::optional<Commit> commit = decode_commit(offer.next.commit);
  if (!pair || !commit || commit->block_id != pair->next_id ||
      !are_named(offer, pair->last.header, pair->next.header) ||
      manifest_state_hash(offer.manifest, chain_id) != pair->next.header.state_hash) {
    return std::nullopt;
  }
  LightBlock proof{pair->next.header, std::move(*commit), offer.validators};
  if (!is_consistent(proof, chain_id)) {
    return std::nullopt;
  }
  return OpenedOffer{base_of(*pair, offer, age), offer.manifest, offer.manifest.coins.pieces(),
                     std::move(proof)};
}

}  // namespace callo
