#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "protocol/base/result.hpp"
#include "protocol/base/time.hpp"

namespace callo::sim {

// Quantities of a scenario. All are integers: a value that its unit cannot hold exactly is refused,
// never rounded.

struct BitRate {
  std::int64_t bits_per_second{};
  auto operator<=>(const BitRate&) const = default;
};

struct ByteCount {
  std::int64_t bytes{};
  auto operator<=>(const ByteCount&) const = default;
};

// A probability or share in parts per million, 0..1'000'000.
struct Probability {
  std::uint32_t parts_per_million{};
  auto operator<=>(const Probability&) const = default;
};

inline constexpr std::uint32_t kCertain = 1'000'000;

// Events per second, in millionths of an event, so that "0.5/s" and "3/min" stay exact.
struct EventRate {
  std::int64_t events_per_million_seconds{};
  auto operator<=>(const EventRate&) const = default;
};

// One event a nanosecond, the grain of simulated time.
inline constexpr std::int64_t kEventRateMax = 1'000'000'000'000'000;

// An inclusive range, written "7" or "1..100".
struct IntegerRange {
  std::uint64_t first{};
  std::uint64_t last{};
  auto operator<=>(const IntegerRange&) const = default;

  bool contains(std::uint64_t value) const { return first <= value && value <= last; }
};

// One round of one height, written "7/0".
struct HeightAndRound {
  std::uint64_t height{};
  std::uint32_t round{};
  auto operator<=>(const HeightAndRound&) const = default;
};

// The length of a message's random delay over the base latency.
struct Jitter {
  bool is_measured = true;  // of the city pair's own data; `mean` is unused
  Duration mean{};
  auto operator<=>(const Jitter&) const = default;
};

// "250ms", "1.5s", "4s", "2m", "3h", "2d", "10us", "5ns"; never negative.
Result<Duration> parse_duration(std::string_view text);
// "100Mbps", "9600bps", "1.5Gbps".
Result<BitRate> parse_bit_rate(std::string_view text);
// "512B", "64KiB", "1MiB", "1GiB", "1MB".
Result<ByteCount> parse_byte_count(std::string_view text);
// "50/s", "3/min", "10/h".
Result<EventRate> parse_event_rate(std::string_view text);
// "7", "1..100".
Result<IntegerRange> parse_integer_range(std::string_view text);
// "7/0".
Result<HeightAndRound> parse_height_and_round(std::string_view text);
// "2024-03-14T05:00:00Z", from 1970 to 2261; only UTC, with up to nine decimals of a second.
Result<CalendarTime> parse_calendar_time(std::string_view text);

// The decimal number `text` times `scale`, when that is an integer that fits; `scale` is not
// negative. "1.5" and 1'000 give 1'500.
Result<std::int64_t> parse_scaled(std::string_view text, std::int64_t scale);

// The inverse of each: reading the text again gives the same value.
std::string to_text(Duration value);
std::string to_text(BitRate value);
std::string to_text(ByteCount value);
std::string to_text(EventRate value);
std::string to_text(IntegerRange value);
std::string to_text(HeightAndRound value);
std::string to_text(CalendarTime value);
// value / scale as an exact decimal without trailing zeros; `scale` is a power of ten.
std::string to_decimal(std::int64_t value, std::int64_t scale);

}  // namespace callo::sim
