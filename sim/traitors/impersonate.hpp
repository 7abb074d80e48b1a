#pragma once

#include <array>

#include "sim/traitors/adding.hpp"
#include "sim/traitors/heard_votes.hpp"

namespace callo::sim {

enum class ForgeryKind : std::uint8_t {
  zero,          // 64 zero bytes
  own_key,       // the traitor's signature under another's name
  transplanted,  // a true signature of the victim, of another message
  flipped_bit,   // the victim's own vote with one bit of its signature changed
  malleated,     // the victim's own vote, S replaced by S + L: the same point, not canonical
  small_order,   // R the neutral element and S zero: holds for keys of small order only
};
inline constexpr std::size_t kForgeryKinds = 6;

// After each of its votes speaks in the name of somebody else, with every kind of signature that it
// can make without the key. No receiver may count any of it, nor blame the victim.
class Impersonate final : public Adding {
 public:
  explicit Impersonate(const TraitorContext& context) : Adding{context}, heard_{context.self} {}

  std::uint64_t fired_as(ForgeryKind kind) const { return by_kind_[std::size_t(kind)]; }

 private:
  void look(const Frame& frame) override { heard_.look(frame); }

  void follow(const Turn& turn, const Vote& vote, Effects& out) override;
  Frame forge(ForgeryKind kind, const Envelope& victim, const Vote& vote, Effects& out);

  HeardVotes heard_;
  std::array<std::uint64_t, kForgeryKinds> by_kind_{};
};

}  // namespace callo::sim
