#pragma once

#include <optional>

#include "protocol/chain/light_client.hpp"
#include "protocol/consensus/tendermint/engine_base.hpp"
#include "protocol/ledger/state.hpp"
#include "protocol/node/snapshot_messages.hpp"

namespace callo {

// All that a node needs to go on from a height without the blocks before it.
struct Snapshot {
  EngineBase base;
  LedgerState state;  // after base.height

  Height height() const { return base.height; }
};

// The node's own, for its log: engine base | manifest | pieces as blobs. What does not decode is a
// broken disk or a bug, as with the engine's records.
Record encode_record(const Snapshot& snapshot);
Snapshot decode_snapshot(const Record& record, std::string_view chain_id, EvidenceAge age);

// An offer that somebody made, checked: the blocks follow each other, the second is decided, and
// the manifest is that of the state which it names.
struct CheckedOffer {
  EngineBase base;
  StateManifest manifest;
  std::vector<Hash> pieces;
};

// `genesis`: the light block that everything starts from (height 0; only its header's time, next
// validators and its validators matter). Trust goes by the light client's rule. The proposers'
// priorities stand in no header; they follow from those of the genesis as long as the validators
// are the same, and where these have changed the offer is refused and blocks are fetched instead.
std::optional<CheckedOffer> check_offer(const SnapshotOffer& offer, const LightBlock& genesis,
                                        const LightOptions& options, CalendarTime now,
                                        EvidenceAge age, Verifier& verifier, Work& work);

}  // namespace callo
