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

// An offer that somebody made, whose parts belong together: the second block follows the first,
// names the state of the manifest, and its commit is of it; the validators are those whom the
// headers name, and their priorities too. What is missing is the proof that the second block was
// decided: `proof` has to follow from something trusted, by the light client's rule.
struct OpenedOffer {
  EngineBase base;
  StateManifest manifest;
  std::vector<Hash> pieces;
  LightBlock proof;

  Height height() const { return base.height; }
};

// No signature is checked here.
std::optional<OpenedOffer> open_offer(const SnapshotOffer& offer, std::string_view chain_id,
                                      EvidenceAge age, Work& work);

}  // namespace callo
