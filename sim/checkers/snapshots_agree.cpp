#include "sim/checkers/snapshots_agree.hpp"

#include <utility>

#include "protocol/chain/block.hpp"
#include "protocol/consensus/tendermint/engine_base.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/ledger/state_pieces.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "sim/checkers/own_bytes.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kStatesRemembered = 64;

BlockHeader header_of(BytesView block) {
  Reader in{block};
  return decode_header(in);
}

// What the snapshot's own block settles; empty when all holds.
std::string fault_of_base(const EngineBase& base) {
  const BlockHeader header = header_of(base.block.bytes());
  if (own_block_id(header, base.block.bytes()) != base.block_id ||
      base.commit.block_id != base.block_id) {
    return "its block is not the one that its commit is for";
  }
  const ValidatorSet* const voted = base.history.at(base.height);
  const ValidatorSet* const vote = base.history.at(base.height + 1);
  if (voted == nullptr || own_validators_hash(*voted) != header.validators_hash) {
    return "others voted on its block than it names";
  }
  if (vote == nullptr || own_validators_hash(*vote) != header.next_validators_hash ||
      own_validators_hash(base.validators) != header.next_validators_hash) {
    return "others vote next than its block names";
  }
  if (own_priorities_hash(base.validators) != header.next_priorities_hash) {
    return "another one's turn to propose comes next than its block names";
  }
  return {};
}

// The coins of a state's pieces, to the end of the bytes; nullopt: does not decode.
std::optional<CoinList> coins_of_pieces(Reader& in) {
  CoinList coins;
  while (in.ok() && in.remaining() != 0) {
    Reader piece{in.blob(in.remaining())};
    const std::uint32_t count = piece.count(kPieceCoinsMax);
    for (std::uint32_t index = 0; index < count && piece.ok(); ++index) {
      const Outpoint outpoint = decode_outpoint(piece);
      coins.emplace_back(outpoint, decode_coin(piece));
    }
    if (!piece.finished()) {
      return std::nullopt;
    }
  }
  return in.finished() ? std::optional{std::move(coins)} : std::nullopt;
}

}  // namespace

void SnapshotsAgree::on_commit(const Moment&, const CommitEffect& commit) {
  if (!seen_.insert(commit.block_hash).second) {
    return;
  }
  const BlockHeader header = header_of(commit.block.bytes());
  const Named named{header.state_hash, header.next_validators_hash, header.next_priorities_hash};
  if (!successors_.emplace(header.last_block_hash, named).second) {
    return;
  }
  const auto waiting = waiting_.find(header.last_block_hash);
  if (waiting == waiting_.end()) {
    return;
  }
  for (const Held& held : waiting->second) {
    compare(held, named);
  }
  waiting_.erase(waiting);
}

void SnapshotsAgree::on_record(const Moment& moment, const Record& record) {
  if (record.kind != RecordKind::snapshot) {
    return;
  }
  Reader in{record.payload.bytes()};
  // Ages tell only what is forgotten later.
  const std::optional<EngineBase> base = decode_engine_base(in, EvidenceAge{});
  const std::optional<Hash> state =
      base.has_value() ? state_of(record.payload.bytes().subspan(in.position())) : std::nullopt;
  if (!state.has_value()) {
    violated(moment, "writes down a snapshot that does not decode");
    return;
  }
  if (const std::string fault = fault_of_base(*base); !fault.empty()) {
    report(moment, base->height, fault);
  }
  const Held held{moment,
                  base->height,
                  {*state, own_validators_hash(base->next_validators),
                   own_priorities_hash(base->next_validators)}};
  const auto successor = successors_.find(base->block_id.hash);
  if (successor == successors_.end()) {
    waiting_[base->block_id.hash].push_back(held);
  } else {
    compare(held, successor->second);
  }
}

// Honest nodes write the same, and then it is hashed once.
std::optional<Hash> SnapshotsAgree::state_of(BytesView state) {
  const ContentId id = content_id(state);
  const auto known = states_.find(id);
  if (known != states_.end()) {
    return known->second;
  }
  Reader in{state};
  const StateManifest manifest = decode_state_manifest(in);
  const std::optional<CoinList> coins = coins_of_pieces(in);
  if (!coins.has_value()) {
    return std::nullopt;
  }
  if (states_.size() >= kStatesRemembered) {
    states_.clear();
  }
  const Hash hash = own_state_hash(context().chain_id, *coins, manifest.rest);
  states_.emplace(id, hash);
  return hash;
}

void SnapshotsAgree::compare(const Held& held, const Named& named) {
  if (held.content.state != named.state) {
    report(held.moment, held.height, "another state than the next block starts from");
  } else if (held.content.validators != named.validators) {
    report(held.moment, held.height, "others vote after the next block than that names");
  } else if (held.content.priorities != named.priorities) {
    report(held.moment, held.height,
           "another one's turn to propose comes after the next block than that names");
  }
}

void SnapshotsAgree::report(const Moment& moment, Height height, const std::string& fault) {
  violated(moment, "snapshot of height " + std::to_string(height) + ": " + fault);
}

}  // namespace callo::sim
