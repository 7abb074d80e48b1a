#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/hash.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/ledger/pending_window.hpp"

namespace callo {

// Which of N items somebody holds: bit i of word i / 64.
using HeldBits = std::vector<std::uint64_t>;

inline bool is_held(const HeldBits& bits, std::size_t index) {
  return index / 64 < bits.size() && ((bits[index / 64] >> (index % 64)) & 1U) != 0;
}

// What a node holds of one round of its current height. A proposer may have proposed several
// blocks: `parts_root` says which of them the proposal and the parts are about, the one that +2/3
// voted for if there is one, else the first that was seen; zero when none was.
struct RoundStatus {
  Round round{};
  Hash parts_root;
  bool has_proposal{};
  bool has_quorum{};  // +2/3 prevotes or precommits for that block
  HeldBits parts;
  HeldBits prevotes;    // by validator index
  HeldBits precommits;  // by validator index
  bool operator==(const RoundStatus&) const = default;
};

// What neighbours tell each other so that losses are repaired: sent to a few of them at every
// status interval, never forwarded. At most kStatusRoundsMax rounds, the newest last.
struct Status {
  Height height{};  // the height being worked on; all below are decided
  Round round{};
  // Nothing more is under way to this node as far as it knows: what it lacks is to be sent at once.
  bool asks{};
  std::vector<RoundStatus> rounds;
  PendingWindow pending{};  // at most kStatusTransactionsMax; another part of the ids every time
  bool operator==(const Status&) const = default;

  const RoundStatus* find(Round wanted) const;
};

// u64 height | i32 round | bool asks | u32 count, rounds; each: i32 round | hash parts root |
// bool proposal | bool quorum | 3 x (u32 words, words) | u64 first, u64 last | u32 count, u64s:
// ascending, between the two.
Bytes encode_data(const Status& status);
// Refuses bitmaps longer than the limits of protocol/wire/limits.hpp allow.
std::optional<Status> decode_status(BytesView data);

}  // namespace callo
