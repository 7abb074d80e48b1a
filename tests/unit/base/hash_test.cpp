#include "protocol/base/hash.hpp"

#include "tests/support/catch.hpp"

using namespace callo;

TEST_CASE("hash: is zero only when every byte is", "[unit][base]") {
  Hash hash;
  CHECK(hash.is_zero());
  hash.bytes[31] = 1;
  CHECK_FALSE(hash.is_zero());
}

TEST_CASE("hash: prints its bytes in order as lower-case digits", "[unit][base]") {
  Hash hash;
  hash.bytes[0] = 0x0f;
  hash.bytes[1] = 0xa9;
  hash.bytes[31] = 0xff;
  CHECK(to_hex(hash) == "0fa9" + std::string(58, '0') + "ff");
  CHECK(short_hex(hash) == "0fa90000");
}

TEST_CASE("hash: orders by bytes from the first", "[unit][base]") {
  Hash low;
  Hash high;
  low.bytes[31] = 0xff;
  high.bytes[0] = 1;
  CHECK(low < high);
}
