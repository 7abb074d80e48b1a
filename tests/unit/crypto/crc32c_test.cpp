#include "protocol/crypto/crc32c.hpp"

#include <numeric>

#include "tests/support/catch.hpp"

namespace callo {

TEST_CASE("crc32c: the vectors of RFC 3720 appendix B.4", "[unit][crypto]") {
  Bytes bytes(32, 0x00);
  CHECK(crc32c(bytes) == 0x8A9136AA);
  bytes.assign(32, 0xFF);
  CHECK(crc32c(bytes) == 0x62A8AB43);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  CHECK(crc32c(bytes) == 0x46DD794E);
  std::iota(bytes.rbegin(), bytes.rend(), std::uint8_t{0});
  CHECK(crc32c(bytes) == 0x113FDB5C);
  CHECK(crc32c({}) == 0);
}

TEST_CASE("crc32c: pieces give what the whole gives", "[unit][crypto]") {
  const BytesView digits = as_bytes("123456789");
  for (std::size_t split = 0; split <= digits.size(); ++split) {
    CHECK(crc32c(digits.subspan(split), crc32c(digits.first(split))) == 0xE3069283);
  }
}

}  // namespace callo
