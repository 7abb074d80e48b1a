#include "protocol/crypto/ed25519.hpp"
#include "protocol/wire/envelope.hpp"
#include "tests/fuzz/support/fuzz.hpp"

namespace callo::fuzz {

std::vector<Bytes> seeds() {
  Ed25519Signer signer{KeySeed{{1}}};
  std::vector<Bytes> frames;
  for (std::uint8_t kind = 1; kind <= kMessageKindMax; ++kind) {
    const Header header{"sphyx", static_cast<MessageKind>(kind), NodeId{kind}, kind};
    const Frame frame = seal(header, Bytes(kind * 3U, kind), signer);
    frames.emplace_back(frame.bytes().begin(), frame.bytes().end());
  }
  return frames;
}

void one_input(BytesView input) {
  const auto envelope = open_envelope(input);
  if (!envelope) {
    return;
  }
  Bytes again = encode_unsigned(envelope->header, envelope->data);
  CALLO_CHECK(same_bytes(again, envelope->signed_bytes));
  again.insert(again.end(), envelope->signature.bytes.begin(), envelope->signature.bytes.end());
  CALLO_CHECK(same_bytes(again, input));
}

}  // namespace callo::fuzz
