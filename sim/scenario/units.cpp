#include "sim/scenario/units.hpp"

#include <array>
#include <charconv>
#include <limits>
#include <numeric>
#include <span>

namespace callo::sim {

namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::size_t kDecimalsMax = 18;  // 10^18 still fits

struct Unit {
  std::string_view suffix;
  std::int64_t scale;
  std::int64_t shown_from;  // a value is written in this unit from here on, when it fits exactly
};

constexpr std::array kDurationUnits = {
    Unit{"d", 86'400 * kNanosecondsPerSecond, 86'400 * kNanosecondsPerSecond},
    Unit{"h", 3'600 * kNanosecondsPerSecond, 3'600 * kNanosecondsPerSecond},
    Unit{"m", 60 * kNanosecondsPerSecond, 600 * kNanosecondsPerSecond},
    Unit{"s", kNanosecondsPerSecond, 0},
    Unit{"ms", 1'000'000, 0},
    Unit{"us", 1'000, 0},
    Unit{"ns", 1, 0}};

constexpr std::array kBitRateUnits = {Unit{"Gbps", 1'000'000'000, 0}, Unit{"Mbps", 1'000'000, 0},
                                      Unit{"kbps", 1'000, 0}, Unit{"bps", 1, 0}};

constexpr std::array kByteUnits = {Unit{"GiB", 1 << 30, 0},  Unit{"MiB", 1 << 20, 0},
                                   Unit{"KiB", 1 << 10, 0},  Unit{"GB", 1'000'000'000, 0},
                                   Unit{"MB", 1'000'000, 0}, Unit{"kB", 1'000, 0},
                                   Unit{"B", 1, 0}};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

tl::unexpected<Error> no_number(std::string_view text) {
  return fail("'" + std::string(text) + "' is not a number");
}

std::string listed(std::span<const Unit> units) {
  std::string text;
  for (const Unit& unit : units) {
    text += (text.empty() ? "" : ", ") + std::string(unit.suffix);
  }
  return text;
}

Result<std::int64_t> parse_with_unit(std::string_view text, std::span<const Unit> units) {
  if (text.starts_with('-')) {
    return fail("'" + std::string(text) + "' is negative");
  }
  const std::size_t end = std::min(text.find_first_not_of("0123456789."), text.size());
  const std::string_view suffix = text.substr(end);
  for (const Unit& unit : units) {
    if (unit.suffix == suffix) {
      return parse_scaled(text.substr(0, end), unit.scale);
    }
  }
  const std::string known = "; units are " + listed(units);
  if (suffix.empty()) {
    return fail("'" + std::string(text) + "' has no unit" + known);
  }
  return fail("'" + std::string(text) + "' has the unknown unit '" + std::string(suffix) + "'" +
              known);
}

std::string with_unit(std::int64_t value, std::span<const Unit> units) {
  for (const Unit& unit : units) {
    if (value != 0 && value >= unit.shown_from && value % unit.scale == 0) {
      return std::to_string(value / unit.scale) + std::string(unit.suffix);
    }
  }
  return "0" + std::string(units.back().suffix);
}

// Reads exactly `digits` digits and the character after them, unless that is '\0'.
Result<int> take_number(std::string_view& text, std::size_t digits, char separator) {
  int value = 0;
  const bool is_long_enough = text.size() >= digits + (separator == '\0' ? 0 : 1);
  if (!is_long_enough || (separator != '\0' && text[digits] != separator)) {
    return no_number(text);
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc{} || end != text.data() + digits || value < 0) {
    return no_number(text);
  }
  text.remove_prefix(digits + (separator == '\0' ? 0 : 1));
  return value;
}

std::string padded(int value, std::size_t width) {
  std::string text = std::to_string(value);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

Result<std::int64_t> parse_scaled(std::string_view text, std::int64_t scale) {
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(0, point);
  std::string_view decimals = point < text.size() ? text.substr(point + 1) : "";
  if (whole.empty() || (point < text.size() && decimals.empty())) {
    return no_number(text);
  }
  for (const char c : std::string(whole) + std::string(decimals)) {
    if (!is_digit(c)) {
      return no_number(text);
    }
  }
  decimals = decimals.substr(0, decimals.find_last_not_of('0') + 1);
  if (decimals.size() > kDecimalsMax) {
    return fail("'" + std::string(text) + "' has more decimals than its unit can hold");
  }
  std::int64_t value = 0;
  const bool has_overflow =
      std::from_chars(whole.data(), whole.data() + whole.size(), value).ec != std::errc{};
  if (has_overflow || __builtin_mul_overflow(value, scale, &value)) {
    return fail("'" + std::string(text) + "' is too large");
  }
  if (decimals.empty()) {
    return value;
  }
  std::int64_t fraction = 0;
  std::from_chars(decimals.data(), decimals.data() + decimals.size(), fraction);
  std::int64_t denominator = 1;
  for (std::size_t i = 0; i < decimals.size(); ++i) {
    denominator *= 10;
  }
  const std::int64_t common = std::gcd(denominator, scale);
  denominator /= common;
  if (fraction % denominator != 0) {
    return fail("'" + std::string(text) + "' is finer than its unit can hold exactly");
  }
  if (__builtin_add_overflow(value, fraction / denominator * (scale / common), &value)) {
    return fail("'" + std::string(text) + "' is too large");
  }
  return value;
}

Result<Duration> parse_duration(std::string_view text) {
  return parse_with_unit(text, kDurationUnits).map([](std::int64_t ns) { return Duration(ns); });
}

Result<BitRate> parse_bit_rate(std::string_view text) {
  return parse_with_unit(text, kBitRateUnits).map([](std::int64_t bps) { return BitRate{bps}; });
}

Result<ByteCount> parse_byte_count(std::string_view text) {
  return parse_with_unit(text, kByteUnits).map([](std::int64_t bytes) { return ByteCount{bytes}; });
}

Result<EventRate> parse_event_rate(std::string_view text) {
  if (text.starts_with('-')) {
    return fail("'" + std::string(text) + "' is negative");
  }
  const std::size_t slash = std::min(text.find('/'), text.size());
  const std::string_view unit = text.substr(slash);
  const std::int64_t seconds = unit == "/s" ? 1 : unit == "/min" ? 60 : unit == "/h" ? 3'600 : 0;
  if (seconds == 0) {
    return fail("'" + std::string(text) +
                "' is not a rate; write for instance \"50/s\", "
                "\"3/min\" or \"18/h\"");
  }
  const Result<std::int64_t> scaled = parse_scaled(text.substr(0, slash), 1'000'000);
  if (!scaled) {
    return tl::unexpected(scaled.error());
  }
  if (*scaled % seconds != 0) {
    return fail("'" + std::string(text) + "' is not a whole number of millionths per second");
  }
  return EventRate{*scaled / seconds};
}

Result<IntegerRange> parse_integer_range(std::string_view text) {
  const std::size_t dots = text.find("..");
  const auto number = [](std::string_view digits, std::uint64_t& value) {
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc{} && end == digits.data() + digits.size();
  };
  IntegerRange range;
  const std::string_view last = dots == std::string_view::npos ? text : text.substr(dots + 2);
  if (!number(text.substr(0, dots), range.first) || !number(last, range.last)) {
    return fail("'" + std::string(text) +
                "' is not a range; write for instance \"7\" or "
                "\"1..100\"");
  }
  if (range.last < range.first) {
    return fail("the range '" + std::string(text) + "' is empty");
  }
  return range;
}

Result<HeightAndRound> parse_height_and_round(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  const Result<IntegerRange> height = parse_integer_range(text.substr(0, slash));
  const Result<IntegerRange> round =
      parse_integer_range(slash == text.size() ? text : text.substr(slash + 1));
  constexpr std::uint64_t kRoundMax = std::numeric_limits<std::int32_t>::max();
  const bool is_place = slash != text.size() && height && round && height->first == height->last &&
                        round->first == round->last && round->last <= kRoundMax;
  if (!is_place) {
    return fail("'" + std::string(text) + "' is no height and round; write for instance \"7/0\"");
  }
  return HeightAndRound{height->first, static_cast<std::uint32_t>(round->first)};
}

Result<CalendarTime> parse_calendar_time(std::string_view text) {
  const auto refused = [&] {
    return fail("'" + std::string(text) +
                "' is not an instant in UTC; write for instance \"2024-03-14T05:00:00Z\"");
  };
  if (text.size() < 20 || text.back() != 'Z') {
    return refused();
  }
  std::string_view rest = text;
  const auto year = take_number(rest, 4, '-');
  const auto month = year ? take_number(rest, 2, '-') : year;
  const auto day = month ? take_number(rest, 2, 'T') : month;
  const auto hour = day ? take_number(rest, 2, ':') : day;
  const auto minute = hour ? take_number(rest, 2, ':') : hour;
  const auto second = minute ? take_number(rest, 2, '\0') : minute;
  if (!second || *hour > 23 || *minute > 59 || *second > 59) {
    return refused();
  }
  const std::chrono::year_month_day date{std::chrono::year{*year},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  rest.remove_suffix(1);
  const bool is_fraction = rest.empty() || rest.starts_with('.');
  const auto fraction = parse_scaled("0" + std::string(rest), kNanosecondsPerSecond);
  if (!date.ok() || *year < 1970 || *year > 2261 || !fraction || !is_fraction) {
    return refused();
  }
  const Duration days = std::chrono::sys_days(date).time_since_epoch();
  return CalendarTime(days + std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
                      std::chrono::seconds(*second) + Duration(*fraction));
}

std::string to_text(Duration value) {
  return value.count() == 0 ? "0s" : with_unit(value.count(), kDurationUnits);
}

std::string to_text(BitRate value) {
  return with_unit(value.bits_per_second, kBitRateUnits);
}

std::string to_text(ByteCount value) {
  return with_unit(value.bytes, kByteUnits);
}

std::string to_text(EventRate value) {
  return to_decimal(value.events_per_million_seconds, 1'000'000) + "/s";
}

std::string to_text(IntegerRange value) {
  const std::string first = std::to_string(value.first);
  return value.first == value.last ? first : first + ".." + std::to_string(value.last);
}

std::string to_text(HeightAndRound value) {
  return std::to_string(value.height) + "/" + std::to_string(value.round);
}

std::string to_text(CalendarTime value) {
  const auto days = std::chrono::floor<std::chrono::days>(value.time_since_epoch());
  const std::chrono::year_month_day date{std::chrono::sys_days(days)};
  const std::int64_t of_day = (value.time_since_epoch() - days).count();
  const int seconds = static_cast<int>(of_day / kNanosecondsPerSecond);
  const std::string fraction =
      to_decimal(of_day % kNanosecondsPerSecond, kNanosecondsPerSecond).substr(1);
  return padded(static_cast<int>(date.year()), 4) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(date.month())), 2) + "-" +
         padded(static_cast<int>(static_cast<unsigned>(date.day())), 2) + "T" +
         padded(seconds / 3'600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":" +
         padded(seconds % 60, 2) + fraction + "Z";
}

std::string to_decimal(std::int64_t value, std::int64_t scale) {
  // Unsigned, so that the most negative number has a magnitude too.
  const std::uint64_t magnitude =
      value < 0 ? -static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
  const auto divisor = static_cast<std::uint64_t>(scale);
  std::string text = (value < 0 ? "-" : "") + std::to_string(magnitude / divisor);
  std::uint64_t fraction = magnitude % divisor;
  if (fraction == 0) {
    return text;
  }
  text += '.';
  for (std::uint64_t place = divisor / 10; fraction != 0; place /= 10) {
    text += static_cast<char>('0' + fraction / place);
    fraction %= place;
  }
  return text;
}

}  // namespace callo::sim
