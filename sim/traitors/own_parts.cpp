#include "sim/traitors/own_parts.hpp"

#include <algorithm>

#include "protocol/chain/part_set.hpp"

namespace callo::sim {

std::vector<Frame> own_parts(const Proposal& proposal, const Effects& out) {
  std::vector<Frame> parts(proposal.block_id.parts.total);
  for (const Send& send : out.sends) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    if (!envelope.has_value() || envelope->header.sender != proposal.proposer) {
      continue;
    }
    const std::optional<BlockPart> part = decode_block_part(*envelope);
    if (part.has_value() && part->height == proposal.height && part->round == proposal.round &&
        part_set_of(*part) == proposal.block_id.parts) {
      parts[part->proof.index] = send.frame;
    }
  }
  const bool is_whole =
      std::all_of(parts.begin(), parts.end(), [](const Frame& frame) { return bool(frame); });
  return is_whole ? parts : std::vector<Frame>{};
}

std::optional<Block> decode_own_block(const std::vector<Frame>& parts) {
  Bytes bytes;
  for (const Frame& frame : parts) {
    const std::optional<Envelope> envelope = open_envelope(frame.bytes());
    const std::optional<BlockPart> part = decode_block_part(*envelope);
    bytes.insert(bytes.end(), part->bytes.begin(), part->bytes.end());
  }
  return decode_block(bytes);
}

}  // namespace callo::sim
