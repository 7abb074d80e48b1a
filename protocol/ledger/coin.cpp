#include "protocol/ledger/coin.hpp"

#include <algorithm>

namespace callo {

std::optional<Currency> parse_currency(std::string_view text) {
  Currency currency;
  const bool is_code = text.size() == currency.letters.size() &&
                       std::all_of(text.begin(), text.end(),
                                   [](char letter) { return letter >= 'A' && letter <= 'Z'; });
  if (!is_code) {
    return std::nullopt;
  }
  std::copy(text.begin(), text.end(), currency.letters.begin());
  return currency;
}

void encode(Writer& out, const Currency& currency) {
  out.raw(as_bytes({currency.letters.data(), currency.letters.size()}));
}

Currency decode_currency(Reader& in) {
  const BytesView bytes = in.raw(Currency{}.letters.size());
  const auto currency = parse_currency({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  if (!currency.has_value()) {
    in.fail();
  }
  return currency.value_or(Currency{});
}

void encode(Writer& out, const Outpoint& outpoint) {
  out.hash(outpoint.transaction);
  out.u32(outpoint.index);
}

Outpoint decode_outpoint(Reader& in) {
  Outpoint outpoint;
  outpoint.transaction = in.hash();
  outpoint.index = in.u32();
  return outpoint;
}

void encode(Writer& out, const Coin& coin) {
  out.key(coin.owner);
  encode(out, coin.currency);
  out.i64(coin.amount);
}

Coin decode_coin(Reader& in) {
  Coin coin;
  coin.owner = in.key();
  coin.currency = decode_currency(in);
  coin.amount = in.i64();
  return coin;
}

}  // namespace callo
