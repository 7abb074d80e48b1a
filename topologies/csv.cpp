#include "topologies/csv.hpp"

#include <string>

namespace callo::topologies {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) {
      return parts;
    }
    text.remove_prefix(end + 1);
  }
}

// Appends one decimal digit; false when the result would not fit.
bool append_digit(std::int64_t& value, int digit) {
  return !__builtin_mul_overflow(value, std::int64_t{10}, &value) &&
         !__builtin_add_overflow(value, std::int64_t{digit}, &value);
}

}  // namespace

Result<Csv> read_csv(std::string_view text) {
  Csv csv;
  if (text.find('"') != std::string_view::npos) {
    return fail("quotes are not supported");
  }
  std::size_t number = 0;
  for (const std::string_view line : split(text, '\n')) {
    ++number;
    if (line.empty()) {
      continue;
    }
    auto fields = split(line, ',');
    if (csv.header.empty()) {
      csv.header = std::move(fields);
    } else if (fields.size() != csv.header.size()) {
      return fail("line " + std::to_string(number) + " has " + std::to_string(fields.size()) +
                  " fields, the header " + std::to_string(csv.header.size()));
    } else {
      csv.rows.push_back(std::move(fields));
    }
  }
  if (csv.header.empty()) {
    return fail("no header");
  }
  return csv;
}

Result<std::int64_t> parse_decimal(std::string_view text, int decimals) {
  const tl::unexpected<Error> refused = fail("not a decimal: '" + std::string{text} + "'");
  const bool negative = !text.empty() && text.front() == '-';
  const std::string_view digits = negative ? text.substr(1) : text;
  const std::size_t point = digits.find('.');
  const std::string_view whole = digits.substr(0, point);
  const std::string_view fraction =
      point == std::string_view::npos ? std::string_view{} : digits.substr(point + 1);
  if (whole.empty() || (point != std::string_view::npos && fraction.empty()) ||
      fraction.size() > static_cast<std::size_t>(decimals)) {
    return refused;
  }
  std::string scaled{whole};
  scaled += fraction;
  scaled.append(static_cast<std::size_t>(decimals) - fraction.size(), '0');
  std::int64_t value = 0;
  for (const char digit : scaled) {
    if (digit < '0' || digit > '9' || !append_digit(value, digit - '0')) {
      return refused;
    }
  }
  return negative ? -value : value;
}

}  // namespace callo::topologies
