#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"

namespace callo::topologies {

// A table whose fields hold no quotes, commas or line breaks: what data/ needs, no more. Views into
// the text it was read from.
struct Csv {
  std::vector<std::string_view> header;
  std::vector<std::vector<std::string_view>> rows;
};

// Refuses an empty text, a quote, and a row that is not as long as the header.
Result<Csv> read_csv(std::string_view text);

// "12.34" with `decimals` = 3 is 12340: an exact decimal, scaled to an integer. Refuses anything
// else than [-]digits[.digits], more decimals than asked for, and what 64 bits cannot hold.
Result<std::int64_t> parse_decimal(std::string_view text, int decimals);

}  // namespace callo::topologies
