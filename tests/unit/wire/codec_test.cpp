#include "protocol/wire/codec.hpp"

#include <limits>

#include "tests/support/catch.hpp"
#include "tests/support/hex.hpp"

using namespace callo;

namespace {

Bytes all_kinds() {
  Writer out;
  out.u8(0xfe);
  out.u32(0x01020304);
  out.i32(-2);
  out.u64(0x0102030405060708);
  out.i64(std::numeric_limits<std::int64_t>::min());
  out.boolean(true);
  out.time(CalendarTime{Duration{-1}});
  out.hash(Hash{{1}});
  out.key(PublicKey{{2}});
  out.signature(Signature{{3}});
  out.blob(Bytes{9, 8});
  out.text("sphyx");
  out.raw(Bytes{7});
  return out.take();
}

void read_all_kinds(Reader& in) {
  in.u8();
  in.u32();
  in.i32();
  in.u64();
  in.i64();
  in.boolean();
  in.time();
  in.hash();
  in.key();
  in.signature();
  in.blob(2);
  in.text(5);
  in.raw(1);
}

}  // namespace

TEST_CASE("codec: integers are little-endian and of fixed width", "[unit][wire]") {
  Writer out;
  out.u32(0x01020304);
  out.i32(-2);
  out.u64(0x0102030405060708);
  CHECK(out.take() == test::from_hex("04030201feffffff0807060504030201"));
}

TEST_CASE("codec: reads back whatever was written", "[unit][wire]") {
  const Bytes bytes = all_kinds();
  Reader in{bytes};
  CHECK(in.u8() == 0xfe);
  CHECK(in.u32() == 0x01020304);
  CHECK(in.i32() == -2);
  CHECK(in.u64() == 0x0102030405060708);
  CHECK(in.i64() == std::numeric_limits<std::int64_t>::min());
  CHECK(in.boolean());
  CHECK(in.time() == CalendarTime{Duration{-1}});
  CHECK(in.hash() == Hash{{1}});
  CHECK(in.key() == PublicKey{{2}});
  CHECK(in.signature() == Signature{{3}});
  const BytesView blob = in.blob(2);
  CHECK(Bytes(blob.begin(), blob.end()) == Bytes{9, 8});
  CHECK(in.text(5) == "sphyx");
  CHECK_FALSE(in.finished());
  CHECK(in.raw(1)[0] == 7);
  CHECK(in.finished());
}

TEST_CASE("codec: fails wherever the input is cut", "[unit][wire]") {
  const Bytes bytes = all_kinds();
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    Reader in{BytesView{bytes}.first(size)};
    read_all_kinds(in);
    CHECK_FALSE(in.ok());
    CHECK_FALSE(in.finished());
  }
}

TEST_CASE("codec: every read after a failure fails and gives zero", "[unit][wire]") {
  const Bytes bytes(100, 0xff);
  Reader in{bytes};
  in.fail();
  CHECK(in.u8() == 0);
  CHECK(in.u32() == 0);
  CHECK(in.u64() == 0);
  CHECK_FALSE(in.boolean());
  CHECK(in.hash().is_zero());
  CHECK(in.blob(1000).empty());
  CHECK(in.text(255).empty());
  CHECK(in.raw(1).empty());
  CHECK(in.count(0xffffffff) == 0);
  CHECK(in.position() == 0);
}

TEST_CASE("codec: trailing bytes are not canonical", "[unit][wire]") {
  const Bytes bytes{1, 2};
  Reader in{bytes};
  in.u8();
  CHECK(in.ok());
  CHECK_FALSE(in.finished());
}

TEST_CASE("codec: a boolean is 0 or 1 and nothing else", "[unit][wire]") {
  for (unsigned int value = 0; value < 256; ++value) {
    const Bytes bytes{static_cast<std::uint8_t>(value)};
    Reader in{bytes};
    CHECK(in.boolean() == (value == 1));
    CHECK(in.ok() == (value <= 1));
  }
}

TEST_CASE("codec: a count is refused above its limit", "[unit][wire]") {
  const Bytes bytes = test::from_hex("05000000ffffffff");
  Reader at_limit{bytes};
  CHECK(at_limit.count(5) == 5);
  CHECK(at_limit.count(0xfffffffe) == 0);
  CHECK_FALSE(at_limit.ok());
  Reader above{bytes};
  CHECK(above.count(4) == 0);
  CHECK_FALSE(above.ok());
}

TEST_CASE("codec: a length is refused above its limit or beyond the input", "[unit][wire]") {
  const Bytes fits = test::from_hex("02000000aabb");
  Reader at_limit{fits};
  CHECK(at_limit.blob(2).size() == 2);
  Reader above{fits};
  CHECK(above.blob(1).empty());
  CHECK_FALSE(above.ok());
  const Bytes lies = test::from_hex("ffffffffaabb");
  Reader beyond{lies};
  CHECK(beyond.blob(std::numeric_limits<std::size_t>::max()).empty());
  CHECK_FALSE(beyond.ok());
}

TEST_CASE("codec: a text is refused above its limit", "[unit][wire]") {
  const Bytes bytes{3, 'a', 'b', 'c'};
  Reader at_limit{bytes};
  CHECK(at_limit.text(3) == "abc");
  Reader above{bytes};
  CHECK(above.text(2).empty());
  CHECK_FALSE(above.ok());
}

TEST_CASE("codec: reading past the end of a huge request does not wrap around", "[unit][wire]") {
  const Bytes bytes(8, 1);
  Reader in{bytes};
  in.u32();
  CHECK(in.raw(std::numeric_limits<std::size_t>::max()).empty());
  CHECK_FALSE(in.ok());
}
