#include "protocol/node/status.hpp"

#include <algorithm>

#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

constexpr std::uint32_t kPartWordsMax = (kBlockPartsMax + 63) / 64;
constexpr std::uint32_t kValidatorWordsMax = (kValidatorsMax + 63) / 64;

void write_bits(Writer& out, const HeldBits& bits) {
  out.u32(static_cast<std::uint32_t>(bits.size()));
  for (const std::uint64_t word : bits) {
    out.u64(word);
  }
}

HeldBits read_bits(Reader& in, std::uint32_t words_max) {
  const std::uint32_t words = in.count(words_max);
  if (words * sizeof(std::uint64_t) > in.remaining()) {
    in.fail();
    return {};
  }
  HeldBits bits(words);
  std::generate(bits.begin(), bits.end(), [&in] { return in.u64(); });
  return bits;
}

void write_window(Writer& out, const PendingWindow& window) {
  out.u64(window.first);
  out.u64(window.last);
  out.u32(static_cast<std::uint32_t>(window.held.size()));
  for (const IdPrefix prefix : window.held) {
    out.u64(prefix);
  }
}

PendingWindow read_window(Reader& in) {
  PendingWindow window;
  window.first = in.u64();
  window.last = in.u64();
  const std::uint32_t count = in.count(kStatusTransactionsMax);
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    const IdPrefix prefix = in.u64();
    if (!window.covers(prefix) || (index > 0 && prefix <= window.held.back())) {
      in.fail();
    }
    window.held.push_back(prefix);
  }
  return window;
}

}  // namespace

const RoundStatus* Status::find(Round wanted) const {
  const auto found = std::find_if(rounds.begin(), rounds.end(),
                                  [wanted](const RoundStatus& r) { return r.round == wanted; });
  return found == rounds.end() ? nullptr : &*found;
}

Bytes encode_data(const Status& status) {
  Writer out{64 + status.rounds.size() * 64};
  out.u64(status.height);
  out.i32(status.round);
  out.boolean(status.asks);
  out.u32(static_cast<std::uint32_t>(status.rounds.size()));
  for (const RoundStatus& round : status.rounds) {
    out.i32(round.round);
    out.hash(round.parts_root);
    out.boolean(round.has_proposal);
    out.boolean(round.has_quorum);
    write_bits(out, round.parts);
    write_bits(out, round.prevotes);
    write_bits(out, round.precommits);
  }
  write_window(out, status.pending);
  return out.take();
}

std::optional<Status> decode_status(BytesView data) {
  Reader in{data};
  Status status;
  status.height = in.u64();
  status.round = in.i32();
  status.asks = in.boolean();
  const std::uint32_t rounds = in.count(kStatusRoundsMax);
  for (std::uint32_t index = 0; index < rounds && in.ok(); ++index) {
    RoundStatus& round = status.rounds.emplace_back();
    round.round = in.i32();
    round.parts_root = in.hash();
    round.has_proposal = in.boolean();
    round.has_quorum = in.boolean();
    round.parts = read_bits(in, kPartWordsMax);
    round.prevotes = read_bits(in, kValidatorWordsMax);
    round.precommits = read_bits(in, kValidatorWordsMax);
  }
  status.pending = read_window(in);
  if (!in.finished()) {
    return std::nullopt;
  }
  return status;
}

}  // namespace callo
