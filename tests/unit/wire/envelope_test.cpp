#include "protocol/wire/envelope.hpp"

#include "protocol/crypto/ed25519.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/hex.hpp"

using namespace callo;

namespace {

const Header kHeader{"sphyx", MessageKind::transaction, NodeId{0x01020304}, 77};
const Bytes kData{0xaa, 0xbb, 0xcc};

Frame sealed(const Header& header = kHeader, const Bytes& data = kData) {
  Ed25519Signer signer{KeySeed{{1}}};
  return seal(header, data, signer);
}

PublicKey key() {
  return Ed25519Signer{KeySeed{{1}}}.public_key();
}

Bytes bytes_of(const Frame& frame) {
  return {frame.bytes().begin(), frame.bytes().end()};
}

// What opening and writing again gives: equal to the input for every input that opens.
Bytes again(const Envelope& envelope) {
  Bytes bytes = encode_unsigned(envelope.header, envelope.data);
  bytes.insert(bytes.end(), envelope.signature.bytes.begin(), envelope.signature.bytes.end());
  return bytes;
}

}  // namespace

TEST_CASE("envelope: has the layout that is written down", "[unit][wire]") {
  // version | kind | length, chain id | sender | sequence | length, data
  CHECK(encode_unsigned(kHeader, kData) == test::from_hex("01"
                                                          "05"
                                                          "05"
                                                          "7370687978"
                                                          "04030201"
                                                          "4d00000000000000"
                                                          "03000000"
                                                          "aabbcc"));
}

TEST_CASE("envelope: opens to what was sealed and verifies", "[unit][wire]") {
  const Frame frame = sealed();
  const auto envelope = open_envelope(frame.bytes());
  REQUIRE(envelope);
  CHECK(envelope->header.chain_id == "sphyx");
  CHECK(envelope->header.kind == MessageKind::transaction);
  CHECK(envelope->header.sender == NodeId{0x01020304});
  CHECK(envelope->header.sequence == 77);
  CHECK(Bytes(envelope->data.begin(), envelope->data.end()) == kData);
  CHECK(again(*envelope) == bytes_of(frame));
  Ed25519Verifier verifier;
  CHECK(verify_envelope(*envelope, key(), verifier));
  CHECK_FALSE(verify_envelope(*envelope, PublicKey{{9}}, verifier));
}

TEST_CASE("envelope: its frame is named by all of its bytes", "[unit][wire]") {
  const Frame frame = sealed();
  CHECK(frame.id() == content_id(frame.bytes()));
}

TEST_CASE("envelope: is refused wherever it is cut", "[unit][wire]") {
  const Bytes bytes = bytes_of(sealed());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_FALSE(open_envelope(BytesView{bytes}.first(size)));
  }
}

TEST_CASE("envelope: is refused with bytes behind it", "[unit][wire]") {
  Bytes bytes = bytes_of(sealed());
  bytes.push_back(0);
  CHECK_FALSE(open_envelope(bytes));
}

TEST_CASE("envelope: with any bit flipped it does not open or does not verify", "[unit][wire]") {
  Ed25519Verifier verifier;
  Bytes bytes = bytes_of(sealed());
  for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
    const auto flip = static_cast<std::uint8_t>(1U << (bit % 8));
    bytes[bit / 8] ^= flip;
    const auto envelope = open_envelope(bytes);
    if (envelope) {
      REQUIRE(again(*envelope) == bytes);
      REQUIRE_FALSE(verify_envelope(*envelope, key(), verifier));
    }
    bytes[bit / 8] ^= flip;
  }
}

TEST_CASE("envelope: is refused when its version or kind is unknown", "[unit][wire]") {
  const Bytes bytes = bytes_of(sealed());
  for (unsigned int value = 0; value < 256; ++value) {
    Bytes other = bytes;
    other[0] = static_cast<std::uint8_t>(value);
    CHECK(open_envelope(other).has_value() == (value == kEnvelopeVersion));
    other = bytes;
    other[1] = static_cast<std::uint8_t>(value);
    CHECK(open_envelope(other).has_value() == (value >= 1 && value <= kMessageKindMax));
  }
}

TEST_CASE("envelope: opens at the limits of chain id and data, not above", "[unit][wire]") {
  const std::string longest(kChainIdBytesMax, 'c');
  CHECK(open_envelope(sealed({longest, MessageKind::status, NodeId{1}, 0}).bytes()));
  // One more byte of chain id, written by hand as our own writer refuses to.
  Bytes too_long = encode_unsigned({longest, MessageKind::status, NodeId{1}, 0}, {});
  too_long[2] = static_cast<std::uint8_t>(kChainIdBytesMax + 1);
  too_long.insert(too_long.begin() + 3, 'c');
  too_long.resize(too_long.size() + sizeof(Signature));
  CHECK_FALSE(open_envelope(too_long));

  Bytes largest = encode_unsigned(kHeader, Bytes(kFrameBytesMax));
  largest.resize(largest.size() + sizeof(Signature));
  CHECK(open_envelope(largest));
  Bytes too_large = encode_unsigned(kHeader, Bytes(kFrameBytesMax + 1));
  too_large.resize(too_large.size() + sizeof(Signature));
  CHECK_FALSE(open_envelope(too_large));
}

TEST_CASE("envelope: opens with no chain id and no data", "[unit][wire]") {
  const auto envelope = open_envelope(sealed({"", MessageKind::prevote, NodeId{0}, 0}, {}).bytes());
  REQUIRE(envelope);
  CHECK(envelope->header.chain_id.empty());
  CHECK(envelope->data.empty());
}

TEST_CASE("envelope: a signature of one chain, kind, sender or sequence fits no other",
          "[unit][wire]") {
  Ed25519Verifier verifier;
  const Frame frame = sealed();
  const auto original = open_envelope(frame.bytes());
  REQUIRE(original);
  const auto transplanted = [&](const Header& header) {
    return verifier.verify(key(), encode_unsigned(header, kData), original->signature);
  };
  CHECK(transplanted(kHeader));
  CHECK_FALSE(transplanted({"sphyy", kHeader.kind, kHeader.sender, kHeader.sequence}));
  CHECK_FALSE(transplanted({"sphyx", MessageKind::status, kHeader.sender, kHeader.sequence}));
  CHECK_FALSE(transplanted({"sphyx", kHeader.kind, NodeId{5}, kHeader.sequence}));
  CHECK_FALSE(transplanted({"sphyx", kHeader.kind, kHeader.sender, 78}));
}
