#pragma once

#include <array>

#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/send_rewriter.hpp"

namespace callo::sim {

enum class GarbageKind : std::uint8_t {
  random_bytes,
  truncated,     // an own message that stops early
  flipped_bit,   // an own message with one bit changed: its signature no longer holds
  huge_count,    // lengths that promise far more than follows
  unknown_kind,  // a message kind nobody has defined, properly signed
  trailing_bytes,
  wrong_chain,   // an own message for another chain, properly signed
  wrong_sender,  // an own message in the name of another node, signed with the own key
};
inline constexpr std::size_t kGarbageKinds = 8;

// Follows each of its own messages with a malformed one of a random kind. No receiver may crash,
// take it for a message, or blame anybody else for it.
class Garbage final : public Behaviour {
 public:
  using Behaviour::Behaviour;

  void rewrite(const Turn& turn, Effects& out) override;

  std::uint64_t fired_as(GarbageKind kind) const { return by_kind_[std::size_t(kind)]; }

 private:
  Bytes make(GarbageKind kind, const Envelope& envelope, BytesView frame, Effects& out);
  Bytes random_bytes();
  Bytes huge_count(const Envelope& envelope, Bytes frame, Effects& out);
  Bytes resealed(const Envelope& envelope, const Header& header, Effects& out);

  SendRewriter rewriter_;
  std::array<std::uint64_t, kGarbageKinds> by_kind_{};
};

}  // namespace callo::sim
