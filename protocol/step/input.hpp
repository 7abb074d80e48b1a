#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"

namespace callo {

// One timer of a machine: a slot that is re-armed, not a fresh object. A host keeps kTimerSlots per
// node, so that arming costs no allocation.
struct TimerId {
  std::uint8_t slot{};
  auto operator<=>(const TimerId&) const = default;
};

inline constexpr std::uint8_t kTimerSlots = 16;

// Names an asynchronous request of a step; chosen by the machine, unique while outstanding.
struct RequestToken {
  std::uint64_t value{};
  auto operator<=>(const RequestToken&) const = default;
};

// Kinds of durable records; the payload's layout belongs to whoever writes it (protocol/node).
enum class RecordKind : std::uint8_t {
  signed_message = 1,  // an own proposal or vote, before it leaves
  polka = 2,           // lock or valid value: round, and the block it is for
  decision = 3,        // a decided block with the commit that proves it
  justification = 4,   // +2/3 prevotes that allow a vote against an earlier precommit
  snapshot = 5,  // the node's whole state; every record before it is needless and may be dropped
  sequences = 6,  // up to which number messages may be numbered
};

struct Record {
  RecordKind kind{};
  Frame payload;
};

// First input of every incarnation: what survived on disk, oldest first (empty on a new node).
struct Started {
  std::vector<Record> records;
  std::uint64_t
      cut_bytes{};  // of an unfinished tail that was cut, see protocol/node/record_log.hpp
};

// `from` is the hop the frame came over, not its author; the author is in the envelope.
struct Received {
  EndpointId from;
  Frame frame;
};

struct TimerFired {
  TimerId timer;
};

// A client of this node hands in a transaction (an encoded envelope of its own).
struct Submitted {
  Frame frame;
};

struct PeerUp {
  EndpointId peer;
};

struct PeerDown {
  EndpointId peer;
};

struct Completed {
  RequestToken token;
  Frame result;
};

using Input = std::variant<Started, Received, TimerFired, Submitted, PeerUp, PeerDown, Completed>;

}  // namespace callo
