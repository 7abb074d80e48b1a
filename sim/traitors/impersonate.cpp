#include "sim/traitors/impersonate.hpp"

#include <optional>

#include "protocol/crypto/sha256.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kHalf = 32;  // bytes of R and of S

// L = 2^252 + 27742317777372353535851937790883648493, little-endian (RFC 8032, section 5.1).
constexpr std::array<std::uint8_t, kHalf> kGroupOrder{
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

void add_group_order(Signature& signature) {
  unsigned carry = 0;
  for (std::size_t index = 0; index < kHalf; ++index) {
    carry += signature.bytes[kHalf + index] + unsigned{kGroupOrder[index]};
    signature.bytes[kHalf + index] = static_cast<std::uint8_t>(carry);
    carry >>= 8;
  }
}

Frame with_signature(Bytes signed_bytes, const Signature& signature) {
  signed_bytes.insert(signed_bytes.end(), signature.bytes.begin(), signature.bytes.end());
  return make_frame(std::move(signed_bytes));
}

}  // namespace

void Impersonate::follow(const Turn&, const Vote& vote, Effects& out) {
  const std::deque<Frame>& votes = heard_.frames();
  if (votes.empty()) {
    return;
  }
  const Frame victim = votes[draw_below(context().random, votes.size())];
  const auto kind = static_cast<ForgeryKind>(draw_below(context().random, kForgeryKinds));
  add(forge(kind, *open_envelope(victim.bytes()), vote, out), MessageClass::vote, out);
  ++by_kind_[static_cast<std::size_t>(kind)];
}

Frame Impersonate::forge(ForgeryKind kind, const Envelope& victim, const Vote& vote, Effects& out) {
  // A vote of the victim that would matter: in the traitor's round, for the traitor's block.
  Vote false_vote = vote;
  false_vote.validator = victim.header.sender;
  const Header header = vote_header(context().chain_id, vote.type, false_vote.validator);
  const Bytes false_bytes = encode_unsigned(header, encode_data(false_vote));
  const Bytes true_bytes{victim.signed_bytes.begin(), victim.signed_bytes.end()};
  Signature signature = victim.signature;
  switch (kind) {
    case ForgeryKind::zero:
      return with_signature(false_bytes, Signature{});
    case ForgeryKind::own_key:
      return sealed(header, encode_data(false_vote), out);
    case ForgeryKind::transplanted:
      return with_signature(false_bytes, signature);
    case ForgeryKind::flipped_bit:
      signature.bytes[draw_below(context().random, signature.bytes.size())] ^=
          static_cast<std::uint8_t>(1U << draw_below(context().random, 8));
      return with_signature(true_bytes, signature);
    case ForgeryKind::malleated:
      add_group_order(signature);
      return with_signature(true_bytes, signature);
    case ForgeryKind::small_order:
      signature = {};
      signature.bytes[0] = 1;
      return with_signature(false_bytes, signature);
  }
  return with_signature(false_bytes, Signature{});
}

}  // namespace callo::sim
