#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "protocol/wire/envelope.hpp"

namespace callo::sim {

// Why a message did not reach its receiver.
enum class DropReason : std::uint8_t {
  lost,                // by the link's loss rate
  blocked_at_send,     // the link was cut when the message left
  blocked_at_arrival,  // the link was cut when it would have arrived
  not_a_peer,          // one of the two does not talk to the other (twins)
  receiver_down,       // the receiver had crashed or has restarted since the message was sent
  sender_down,         // the sender crashed before the last byte had left it
  nobody_there,        // no endpoint has this number: a peer made it up
  intercepted,         // by the interceptor
};
inline constexpr std::size_t kDropReasons = 8;

// Frames of one kind of message; a frame to several receivers counts once for each.
struct KindCounters {
  std::uint64_t frames_sent{};
  std::uint64_t bytes_sent{};
  std::uint64_t frames_delivered{};
};

// One place for every kind that a frame can claim, and place 0 for frames that claim none.
inline constexpr std::size_t kCountedKinds = kMessageKindMax + 1;

inline std::uint8_t counted_kind(const Frame& frame) {
  return static_cast<std::uint8_t>(claimed_kind(frame.bytes()).value_or(MessageKind{}));
}

struct NetworkCounters {
  std::uint64_t messages_sent{};
  std::uint64_t bytes_sent{};
  std::uint64_t messages_delivered{};
  std::uint64_t bytes_delivered{};
  std::uint64_t messages_duplicated{};
  std::uint64_t messages_corrupted{};
  std::uint64_t messages_held{};  // by clogs
  std::uint64_t bulk_transfers{};
  std::array<std::uint64_t, kDropReasons> dropped{};
  std::array<KindCounters, kCountedKinds> by_kind{};
};

struct EndpointCounters {
  std::uint64_t messages_sent{};
  std::uint64_t bytes_sent{};
  std::uint64_t messages_received{};
  std::uint64_t bytes_received{};
};

}  // namespace callo::sim
