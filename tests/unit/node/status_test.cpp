#include "protocol/node/status.hpp"

#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"

namespace callo {

namespace {

Status two_rounds() {
  return {7,
          1,
          true,
          {{0, Hash{{1, 2, 3}}, true, true, {0b11}, {0b1011}, {}},
           {1, {}, false, false, {}, {0b1}, {0b1000}}},
          {5, 90, {5, 17, 90}}};
}

}  // namespace

TEST_CASE("status: decodes to what was encoded", "[unit][node]") {
  const Status status = two_rounds();
  const auto decoded = decode_status(encode_data(status));
  REQUIRE(decoded.has_value());
  CHECK(*decoded == status);
}

TEST_CASE("status: every truncation and a trailing byte are refused", "[unit][node]") {
  Bytes data = encode_data(two_rounds());
  for (std::size_t size = 0; size < data.size(); ++size) {
    CHECK_FALSE(decode_status(BytesView{data}.first(size)).has_value());
  }
  data.push_back(0);
  CHECK_FALSE(decode_status(data).has_value());
}

TEST_CASE("status: more rounds or words than the limits are refused", "[unit][node]") {
  Status status = two_rounds();
  status.rounds.resize(kStatusRoundsMax + 1);
  CHECK_FALSE(decode_status(encode_data(status)).has_value());

  status = two_rounds();
  status.rounds[0].parts.resize(kBlockPartsMax / 64 + 1);
  CHECK_FALSE(decode_status(encode_data(status)).has_value());
}

TEST_CASE("status: transactions out of order, twice, out of their bounds or too many are refused",
          "[unit][node]") {
  const auto is_refused = [](PendingWindow window) {
    Status status = two_rounds();
    status.pending = std::move(window);
    return !decode_status(encode_data(status)).has_value();
  };
  CHECK_FALSE(is_refused({}));
  CHECK_FALSE(is_refused({0, kLastPrefix, {0, kLastPrefix}}));
  CHECK(is_refused({5, 90, {17, 5}}));
  CHECK(is_refused({5, 90, {17, 17}}));
  CHECK(is_refused({5, 90, {4}}));
  CHECK(is_refused({5, 90, {91}}));
  CHECK(is_refused({1, 0, {1}}));
  PendingWindow window{0, kLastPrefix, {}};
  for (IdPrefix prefix = 0; prefix < kStatusTransactionsMax; ++prefix) {
    window.held.push_back(prefix);
  }
  CHECK_FALSE(is_refused(window));
  window.held.push_back(kLastPrefix);
  CHECK(is_refused(window));
}

}  // namespace callo
