#pragma once

#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

inline Vote vote_of(const Frame& frame) {
  return *decode_vote(*open_envelope(frame.bytes()));
}

inline Proposal proposal_of(const Frame& frame) {
  return *decode_proposal(*open_envelope(frame.bytes()));
}

inline MessageKind kind_of(const Frame& frame) {
  return open_envelope(frame.bytes())->header.kind;
}

inline bool is_signed_by(const Frame& frame, NodeId node, Verifier& verifier) {
  const auto envelope = open_envelope(frame.bytes());
  return envelope->header.sender == node &&
         verify_envelope(*envelope, signer_of(node).public_key(), verifier);
}

// Puts the block together from the parts among some mail.
inline std::optional<Block> block_of(const std::vector<Frame>& mail, const BlockId& id) {
  Bytes bytes;
  for (const Frame& frame : mail) {
    if (const auto part = decode_block_part(*open_envelope(frame.bytes()))) {
      if (part_set_of(*part) != id.parts) {
        return std::nullopt;
      }
      bytes.insert(bytes.end(), part->bytes.begin(), part->bytes.end());
    }
  }
  return decode_block(bytes);
}

}  // namespace callo::sim::test
