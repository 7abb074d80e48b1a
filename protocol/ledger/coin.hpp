#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "protocol/base/hash.hpp"
#include "protocol/base/keys.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// An ISO 4217 code: three upper-case letters. Ordered as text.
struct Currency {
  std::array<char, 3> letters{};
  auto operator<=>(const Currency&) const = default;

  std::string text() const { return {letters.begin(), letters.end()}; }
};

// Nullopt for anything but three letters A to Z.
std::optional<Currency> parse_currency(std::string_view text);

// Names a coin: the transaction that made it and the position among that transaction's outputs.
struct Outpoint {
  Hash transaction;
  std::uint32_t index{};
  auto operator<=>(const Outpoint&) const = default;
};

// An output of a transaction: whoever signs with the owner's key may spend it, once and whole. The
// amount is in minor units (cents) and positive.
struct Coin {
  PublicKey owner;
  Currency currency;
  std::int64_t amount{};
  auto operator<=>(const Coin&) const = default;
};

inline constexpr std::size_t kOutpointBytes = 36;
inline constexpr std::size_t kCoinBytes = 43;

// Three letters.
void encode(Writer& out, const Currency& currency);
Currency decode_currency(Reader& in);
// hash transaction | u32 index
void encode(Writer& out, const Outpoint& outpoint);
Outpoint decode_outpoint(Reader& in);
// key owner | currency | i64 amount. The decoder takes any amount; the rules refuse bad ones with
// their own reason.
void encode(Writer& out, const Coin& coin);
Coin decode_coin(Reader& in);

}  // namespace callo
