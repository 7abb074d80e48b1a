#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "protocol/chain/decoded_vote.hpp"

namespace callo {

// The votes that everybody casts once: all of one height, round and type.
struct VotePhase {
  Height height{};
  Round round{};
  VoteType type{};
  auto operator<=>(const VotePhase&) const = default;
};

// The step of a bundle that answers a status message instead of standing in an exchange.
inline constexpr std::uint8_t kOutsideExchange = 0xff;

// Votes of one phase on their way between two neighbours, never forwarded as they are. Chain id,
// kind and signer of each vote's envelope are not repeated, which leaves 76 bytes a vote; the
// envelopes are rebuilt byte for byte, and the frames here are those.
struct VoteBundle {
  VotePhase phase;
  std::uint8_t step = kOutsideExchange;
  std::vector<Frame> votes;  // ascending by (block id, validator), each once
};

using VoteBundlePointer = std::shared_ptr<const VoteBundle>;

// An envelope of sequence 0 with the zero signature (see Header) around
//   u8 type | u64 height | i32 round | u8 step | u32 count, groups; each:
//   block id | u32 count, votes; each: u32 validator | i64 time | 64-byte signature
// with block ids ascending, validators of a group ascending, and no group empty. `votes` are votes
// of the phase in any order, none twice. With `remembers` the frame keeps its decoded form.
Frame make_vote_bundle(std::string_view chain_id, NodeId sender, const VotePhase& phase,
                       std::uint8_t step, std::vector<Frame> votes, bool remembers);

// Null for anything but the one canonical encoding. `envelope` is opened from `frame`. With
// `remembers` a form that the frame keeps is used, or kept for the next one who asks.
VoteBundlePointer open_vote_bundle(const Frame& frame, const Envelope& envelope, bool remembers);

}  // namespace callo
