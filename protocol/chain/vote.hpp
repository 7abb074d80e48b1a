#pragma once

#include <optional>

#include "protocol/base/ids.hpp"
#include "protocol/chain/block_id.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo {

// The signed messages of one round, as they stand in the data of an envelope whose header names the
// signer. Each decoder refuses anything but the one canonical encoding of a value within limits.

enum class VoteType : std::uint8_t { prevote = 1, precommit = 2 };

MessageKind message_kind(VoteType type);

struct Vote {
  VoteType type{};
  Height height{};
  Round round{};
  BlockId block_id;   // nil: for no block
  CalendarTime time;  // the signer's own calendar
  NodeId validator;
  auto operator<=>(const Vote&) const = default;
};

struct Proposal {
  Height height{};
  Round round{};
  Round valid_round = kNoRound;
  BlockId block_id;
  CalendarTime time;
  NodeId proposer;
  auto operator<=>(const Proposal&) const = default;
};

// One part of a proposed block with its path to PartSetHeader::root. `bytes` views the frame that
// it was decoded from.
struct BlockPart {
  Height height{};
  Round round{};
  MerkleProof proof;
  BytesView bytes;
};

// Envelope headers. All three kinds carry sequence 0 and no other is canonical: votes and proposals
// are keyed by (height, round, kind), a part by the Merkle root that it proves.
Header vote_header(std::string_view chain_id, VoteType type, NodeId validator);
Header proposal_header(std::string_view chain_id, NodeId proposer);
Header block_part_header(std::string_view chain_id, NodeId sender);

// u64 height | i32 round | block id | i64 time
Bytes encode_data(const Vote& vote);
// u64 height | i32 round | i32 valid round | block id | i64 time
Bytes encode_data(const Proposal& proposal);
// u64 height | i32 round | u32 index | u32 total | u8 count, siblings | blob bytes
Bytes encode_data(const BlockPart& part);

// By the envelope's kind; nullopt for another kind or a malformed body.
std::optional<Vote> decode_vote(const Envelope& envelope);
std::optional<Proposal> decode_proposal(const Envelope& envelope);
std::optional<BlockPart> decode_block_part(const Envelope& envelope);

// What the signature of a vote covers: used for envelopes and for the signatures of a commit alike.
Bytes vote_sign_bytes(std::string_view chain_id, const Vote& vote);

}  // namespace callo
