#include "sim/scenario/units.hpp"

#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

TEST_CASE("units: quantities are read exactly") {
  CHECK(parse_duration("250ms") == std::chrono::milliseconds(250));
  CHECK(parse_duration("1.5s") == std::chrono::milliseconds(1'500));
  CHECK(parse_duration("0.000000001s") == Duration(1));
  CHECK(parse_duration("4d") == std::chrono::hours(96));
  CHECK(parse_bit_rate("100Mbps") == BitRate{100'000'000});
  CHECK(parse_byte_count("64KiB") == ByteCount{65'536});
  CHECK(parse_byte_count("0.25KiB") == ByteCount{256});
  CHECK(parse_event_rate("50/s") == EventRate{50'000'000});
  CHECK(parse_event_rate("3/min") == EventRate{50'000});
  CHECK(parse_integer_range("1..100") == IntegerRange{1, 100});
  CHECK(parse_integer_range("7") == IntegerRange{7, 7});
}

TEST_CASE("units: what is not exact, too large, negative or without a unit is refused") {
  for (const char* text :
       {"", "5", "s", "-5s", "+5s", "5 s", "1.s", ".5s", "1..5s", "1e3s", "0.5ns", "0.0000000001s",
        "9223372036854775808ns", "9999999999999d", "5sec"}) {
    INFO(text);
    CHECK_FALSE(parse_duration(text));
  }
  CHECK_FALSE(parse_byte_count("0.3KiB"));
  CHECK_FALSE(parse_event_rate("1/min"));  // no whole number of millionths per second
  CHECK_FALSE(parse_event_rate("50/day"));
  for (const char* text : {"", "..", "1..", "..5", "5..1", "-1..4", "1..2..3", "a"}) {
    INFO(text);
    CHECK_FALSE(parse_integer_range(text));
  }
}

TEST_CASE("units: text of a value reads back to it") {
  for (const std::int64_t ns : {0L, 1L, 999L, 1'000L, 1'500'000L, 60'000'000'000L,
                                86'400'000'000'000L, 90'000'000'001L, 9'223'372'036'854'775'807L}) {
    CHECK(parse_duration(to_text(Duration(ns))) == Duration(ns));
    CHECK(parse_bit_rate(to_text(BitRate{ns})) == BitRate{ns});
    CHECK(parse_byte_count(to_text(ByteCount{ns})) == ByteCount{ns});
    CHECK(parse_event_rate(to_text(EventRate{ns})) == EventRate{ns});
  }
  CHECK(to_text(Duration(std::chrono::seconds(90))) == "90s");
  CHECK(to_text(Duration(std::chrono::minutes(20))) == "20m");
}

TEST_CASE("units: calendar instants are dates that exist, in UTC") {
  const auto leap = parse_calendar_time("2024-02-29T23:59:59.5Z");
  REQUIRE(leap);
  CHECK(to_text(*leap) == "2024-02-29T23:59:59.5Z");
  CHECK(parse_calendar_time("1970-01-01T00:00:00Z") == CalendarTime{});
  for (const char* text : {"", "2024-03-14", "2023-02-29T00:00:00Z", "2024-03-14T05:00:00",
                           "2024-03-14T05:00:00+01:00", "1969-12-31T23:59:59Z",
                           "2300-01-01T00:00:00Z", "2024-03-14T24:00:00Z", "2024-03-14T05:00:00.Z",
                           "2024-03-14T05:00:005Z", "2024-03-14 05:00:00Z"}) {
    INFO(text);
    CHECK_FALSE(parse_calendar_time(text));
  }
}

TEST_CASE("units: decimals are exact and short") {
  CHECK(to_decimal(1'500, 1'000) == "1.5");
  CHECK(to_decimal(-1, 1'000) == "-0.001");
  CHECK(to_decimal(2'000, 1'000) == "2");
}

}  // namespace
}  // namespace callo::sim
