#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/scenario/document.hpp"
#include "sim/scenario/reading.hpp"

// The machinery of the field table (fields.cpp): a Field knows how one key is read, written and
// described. field_types.hpp says so for each type of member.
namespace callo::sim {

using Json = nlohmann::ordered_json;

// What a value must satisfy besides having its type.
struct FieldRule {
  bool is_required = false;
  // Of the stored integer: nanoseconds, bytes, bits per second, parts per million, a count.
  std::optional<std::int64_t> min = {};
  std::optional<std::int64_t> max = {};
  // The strings that are allowed; null: any.
  const std::vector<std::string>& (*names)() = nullptr;
  // A list of names may be written "all" or "none".
  bool has_all_and_none = false;
  // What "all" stands for; null: `names`.
  const std::vector<std::string>& (*all)() = nullptr;
  // 5 stands for "n5".
  bool integers_are_nodes = false;
};

template <typename Section>
struct Field {
  std::string_view key;
  std::string_view doc;
  FieldRule rule;
  std::function<void(Reading&, const Value&, const std::string& path, Section&)> read;
  std::function<Json(const Section&)> write;  // null: nothing to write
  std::function<Json()> schema;
};

// How a member of type T is read, written and described; specialised in field_types.hpp.
template <typename T>
struct FieldType;

template <typename Section, typename T>
Field<Section> field(std::string_view key, T Section::*member, FieldRule rule,
                     std::string_view doc) {
  return {key,
          doc,
          rule,
          [member, rule](Reading& reading, const Value& value, const std::string& path,
                         Section& section) {
            FieldType<T>::read(reading, value, path, rule, section.*member);
          },
          [member](const Section& section) { return FieldType<T>::write(section.*member); },
          [rule] { return FieldType<T>::schema(rule); }};
}

// The keys of one table, in the order in which `callo show` writes them.
template <typename Section>
const std::vector<Field<Section>>& fields_of();

// False for a key that means nothing beside the others of this section, and is therefore left out
// when the section is written.
template <typename Section>
bool is_meaningful(const Section&, std::string_view) {
  return true;
}

inline std::string join_path(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : path + "." + std::string(key);
}

}  // namespace callo::sim
