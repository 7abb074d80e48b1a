#include "protocol/crypto/sha256.hpp"

#include <cstring>

#include "tests/support/catch.hpp"
#include "tests/support/hex.hpp"
#include "tests/support/small_random.hpp"

using namespace callo;

TEST_CASE("sha256: gives the digests of FIPS 180-4", "[unit][crypto]") {
  CHECK(to_hex(sha256({})) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256(as_bytes("abc"))) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(to_hex(sha256(as_bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(to_hex(sha256(Bytes(1'000'000, 'a'))) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("sha256: the same in pieces as in one, wherever it is cut", "[unit][crypto]") {
  const Bytes message = test::SmallRandom{1}.bytes(200);
  const Hash whole = sha256(message);
  Sha256 hasher;
  for (std::size_t cut = 0; cut <= message.size(); ++cut) {
    const BytesView view{message};
    CHECK(hasher.update(view.first(cut)).update(view.subspan(cut)).finish() == whole);
  }
}

TEST_CASE("sha256: starts anew after finish", "[unit][crypto]") {
  Sha256 hasher;
  hasher.update(as_bytes("something")).finish();
  CHECK(hasher.update(as_bytes("abc")).finish() == sha256(as_bytes("abc")));
}

TEST_CASE("content id: is the first 128 bits of the digest, little-endian", "[unit][crypto]") {
  const ContentId id = content_id(as_bytes("abc"));
  CHECK(id.low == 0xeacf018fbf1678ba);
  CHECK(id.high == 0x2322ae5dde404141);
}

TEST_CASE("content id: a made frame is named by its bytes", "[unit][crypto]") {
  const Frame frame = make_frame(Bytes{'a', 'b', 'c'});
  CHECK(frame.id() == content_id(as_bytes("abc")));
  CHECK(frame.size() == 3);
}
