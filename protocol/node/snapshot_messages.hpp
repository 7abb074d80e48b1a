#pragma once

#include <optional>

#include "protocol/chain/validator_set.hpp"
#include "protocol/ledger/state_pieces.hpp"
#include "protocol/node/decided_block.hpp"

namespace callo {

// Asks a peer for a snapshot: at height 0 for an offer of its newest one, at a height that it
// offered for pieces of that state, `count` of them from number `first` on, counted from 1.
struct SnapshotRequest {
  Height height{};
  std::uint32_t first{};
  std::uint32_t count{};
  bool operator==(const SnapshotRequest&) const = default;

  bool is_for_offer() const { return height == 0; }
};

// The state after `last`, and the next decided block, whose header names its hash and whose commit
// proves both; the validators of both heights and of the one after, in round 0, with the priorities
// that both headers name. Views into the data it was decoded from.
struct SnapshotOffer {
  DecidedBlock last;
  DecidedBlock next;
  ValidatorSet last_validators;
  ValidatorSet validators;
  ValidatorSet next_validators;
  StateManifest manifest;
};

struct SnapshotPiece {
  Height height{};
  std::uint32_t number{};  // from 1
  BytesView bytes;
};

// u64 height | u32 first | u32 count; zeros for an offer, no zeros otherwise.
Bytes encode_data(const SnapshotRequest& request);
std::optional<SnapshotRequest> decode_snapshot_request(BytesView data);

// blob last | blob next, each a decided block's data | three validator sets | manifest
Bytes encode_data(const SnapshotOffer& offer);
std::optional<SnapshotOffer> decode_snapshot_offer(BytesView data);

// u64 height | u32 number | blob bytes
Bytes encode_data(const SnapshotPiece& piece);
std::optional<SnapshotPiece> decode_snapshot_piece(BytesView data);

}  // namespace callo
