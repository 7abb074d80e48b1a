#include "protocol/chain/vote.hpp"

#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

// Height, round, block id and time are the longest fixed-size body: that of a proposal.
constexpr std::size_t kBodyBytesMax = 8 + 4 + 4 + (1 + 32 + 4 + 32) + 8;

void read_position(Reader& in, Height& height, Round& round) {
  height = in.u64();
  round = in.i32();
  if (height == 0 || round < 0) {
    in.fail();
  }
}

}  // namespace

MessageKind message_kind(VoteType type) {
  return type == VoteType::prevote ? MessageKind::prevote : MessageKind::precommit;
}

Header vote_header(std::string_view chain_id, VoteType type, NodeId validator) {
  return {chain_id, message_kind(type), validator, 0};
}

Header proposal_header(std::string_view chain_id, NodeId proposer) {
  return {chain_id, MessageKind::proposal, proposer, 0};
}

Header block_part_header(std::string_view chain_id, NodeId sender) {
  return {chain_id, MessageKind::block_part, sender, 0};
}

Bytes encode_data(const Vote& vote) {
  Writer out{kBodyBytesMax};
  out.u64(vote.height);
  out.i32(vote.round);
  encode(out, vote.block_id);
  out.time(vote.time);
  return out.take();
}

Bytes encode_data(const Proposal& proposal) {
  Writer out{kBodyBytesMax};
  out.u64(proposal.height);
  out.i32(proposal.round);
  out.i32(proposal.valid_round);
  encode(out, proposal.block_id);
  out.time(proposal.time);
  return out.take();
}

Bytes encode_data(const BlockPart& part) {
  CALLO_CHECK(part.proof.siblings.size() <= kMerklePathMax);
  Writer out{32 + 32 * part.proof.siblings.size() + part.bytes.size()};
  out.u64(part.height);
  out.i32(part.round);
  out.u32(part.proof.index);
  out.u32(part.proof.total);
  out.u8(static_cast<std::uint8_t>(part.proof.siblings.size()));
  for (const Hash& sibling : part.proof.siblings) {
    out.hash(sibling);
  }
  out.blob(part.bytes);
  return out.take();
}

std::optional<Vote> decode_vote(const Envelope& envelope) {
  Vote vote;
  if (envelope.header.kind == MessageKind::prevote) {
    vote.type = VoteType::prevote;
  } else if (envelope.header.kind == MessageKind::precommit) {
    vote.type = VoteType::precommit;
  } else {
    return std::nullopt;
  }
  Reader in{envelope.data};
  read_position(in, vote.height, vote.round);
  vote.block_id = decode_block_id(in);
  vote.time = in.time();
  vote.validator = envelope.header.sender;
  // The signatures of a commit are checked against an envelope of sequence 0: a vote with another
  // one could never stand in a commit.
  if (!in.finished() || envelope.header.sequence != 0) {
    return std::nullopt;
  }
  return vote;
}

std::optional<Proposal> decode_proposal(const Envelope& envelope) {
  if (envelope.header.kind != MessageKind::proposal || envelope.header.sequence != 0) {
    return std::nullopt;
  }
  Reader in{envelope.data};
  Proposal proposal;
  read_position(in, proposal.height, proposal.round);
  proposal.valid_round = in.i32();
  proposal.block_id = decode_block_id(in);
  proposal.time = in.time();
  proposal.proposer = envelope.header.sender;
  const bool valid_round_possible =
      proposal.valid_round >= kNoRound && proposal.valid_round < proposal.round;
  if (!in.finished() || !valid_round_possible || proposal.block_id.is_nil()) {
    return std::nullopt;
  }
  return proposal;
}

std::optional<BlockPart> decode_block_part(const Envelope& envelope) {
  if (envelope.header.kind != MessageKind::block_part || envelope.header.sequence != 0) {
    return std::nullopt;
  }
  Reader in{envelope.data};
  BlockPart part;
  read_position(in, part.height, part.round);
  part.proof.index = in.u32();
  part.proof.total = in.u32();
  const std::size_t path = in.u8();
  if (path > kMerklePathMax || part.proof.total > kBlockPartsMax ||
      part.proof.index >= part.proof.total) {
    return std::nullopt;
  }
  part.proof.siblings.reserve(path);
  for (std::size_t level = 0; level < path && in.ok(); ++level) {
    part.proof.siblings.push_back(in.hash());
  }
  part.bytes = in.blob(kBlockPartBytes);
  const bool is_last = part.proof.index + 1 == part.proof.total;
  const bool size_fits = is_last ? !part.bytes.empty() : part.bytes.size() == kBlockPartBytes;
  if (!in.finished() || !size_fits) {
    return std::nullopt;
  }
  return part;
}

Bytes vote_sign_bytes(std::string_view chain_id, const Vote& vote) {
  return encode_unsigned(vote_header(chain_id, vote.type, vote.validator), encode_data(vote));
}

}  // namespace callo
