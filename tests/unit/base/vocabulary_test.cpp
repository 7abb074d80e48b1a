#include <limits>
#include <type_traits>

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/base/time.hpp"
#include "tests/support/catch.hpp"

using namespace callo;

TEST_CASE("ids: who signs, where bytes go and a corner of the cube do not mix", "[unit][base]") {
  STATIC_REQUIRE_FALSE(std::is_convertible_v<NodeId, EndpointId>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<EndpointId, NodeId>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<CubeLabel, NodeId>);
  STATIC_REQUIRE_FALSE(std::is_convertible_v<std::uint32_t, NodeId>);
  CHECK(NodeId{1} < NodeId{2});
}

TEST_CASE("time: the two clocks of a node do not mix and count whole nanoseconds", "[unit][base]") {
  STATIC_REQUIRE_FALSE(std::is_convertible_v<MonotonicTime, CalendarTime>);
  STATIC_REQUIRE(std::is_same_v<Duration::rep, std::int64_t>);
  STATIC_REQUIRE(Duration{std::chrono::seconds{1}}.count() == 1'000'000'000);
  // The calendar reaches the year 2262.
  STATIC_REQUIRE(std::numeric_limits<Duration::rep>::max() / 1'000'000'000 / 31'556'952 > 290);
}

TEST_CASE("bytes: text is viewed as it stands, zero bytes included", "[unit][base]") {
  const BytesView view = as_bytes({"a\0b", 3});
  REQUIRE(view.size() == 3);
  CHECK(view[1] == 0);
  CHECK(view[2] == 'b');
}

TEST_CASE("result: carries a value or the reason why not", "[unit][base]") {
  const Result<int> good = 7;
  const Result<int> bad = fail("no such node");
  CHECK(good.value() == 7);
  REQUIRE_FALSE(bad);
  CHECK(bad.error().message == "no such node");
}
