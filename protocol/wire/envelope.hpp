#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/base/keys.hpp"
#include "protocol/shim/signer.hpp"
#include "protocol/shim/verifier.hpp"

namespace callo {

enum class MessageKind : std::uint8_t {
  proposal = 1,
  block_part = 2,
  prevote = 3,
  precommit = 4,
  transaction = 5,
  status = 6,
  evidence = 7,
  decided_block = 8,
  block_request = 9,
  snapshot_request = 10,
  snapshot_offer = 11,
  snapshot_piece = 12,
  vote_bundle = 13,
  justification_request = 14,
  justification_answer = 15,
  light_request = 16,
  light_block = 17,
  membership = 18,  // join, leave, repair, heartbeats: protocol/overlay/membership
  entry = 19,       // between joiners and core servers
  search = 20,      // routing and lookups
};
inline constexpr std::uint8_t kMessageKindMax = 20;

// Header of every message. The sender is the originator, whoever forwards it.
//
// Against replay: a message counts only on its own chain (chain_id). Proposals and votes are keyed
// by the (height, round, kind) inside their data and carry sequence 0. A bundle of votes carries
// sequence 0 and the zero signature: nothing depends on who put it together, for every vote in it
// is signed. All other kinds carry a sequence that grows with every message of the sender.
// Messages of the overlay name their sender by its key, inside the data: overlay_post.hpp.
struct Header {
  std::string_view chain_id;
  MessageKind kind{};
  NodeId sender;
  std::uint64_t sequence{};
};

// Layout: u8 version = 1 | u8 kind | u8 length, chain id | u32 sender | u64 sequence |
// u32 length, data | 64-byte signature. The signature covers all bytes before it.
inline constexpr std::uint8_t kEnvelopeVersion = 1;

// Views into the bytes it was opened from.
struct Envelope {
  Header header;
  BytesView data;
  Signature signature;
  BytesView signed_bytes;
};

// Nothing but the shape is checked: neither chain, nor sender, nor signature.
std::optional<Envelope> open_envelope(BytesView bytes);

bool verify_envelope(const Envelope& envelope, const PublicKey& key, Verifier& verifier);

// The bytes that a signature covers; a commit's signatures are checked against it.
Bytes encode_unsigned(const Header& header, BytesView data);

// Signs and wraps.
Frame seal(const Header& header, BytesView data, Signer& signer);

// Wraps with a signature that was made before, or with the zero one.
Frame wrap(const Header& header, BytesView data, const Signature& signature);

// The kind that a frame claims, by its second byte alone; nullopt for none that is known.
std::optional<MessageKind> claimed_kind(BytesView frame);

}  // namespace callo
