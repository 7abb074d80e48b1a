#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/scenario/diagnostics.hpp"

namespace callo::sim {

struct Entry;

// A TOML value with its place in the text; the only view of TOML that the reader has. Dates are
// strings of their own spelling in UTC.
struct Value {
  using Table = std::vector<Entry>;
  using Array = std::vector<Value>;
  std::variant<bool, std::int64_t, double, std::string, Array, Table> content;
  Position position;

  template <typename T>
  const T* get() const {
    return std::get_if<T>(&content);
  }

  // "a table", "an integer", …: as messages name it.
  const char* kind_name() const;
};

struct Entry {
  std::string key;
  Position position;
  Value value;
};

// The root table of `text` with the overrides ("a.b=value", later ones win) put in place. A syntax
// error, a duplicate key or an override that fits nowhere is added to `diagnostics`.
std::optional<Value> parse_document(const std::string& text,
                                    const std::vector<std::string>& overrides,
                                    Diagnostics& diagnostics);

}  // namespace callo::sim
