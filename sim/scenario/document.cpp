#include "sim/scenario/document.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>
// The only translation unit that sees toml++: it is large, and its node types stay here.
#include <toml++/toml.h>

namespace callo::sim {

namespace {

Position position_of(const toml::source_region& region) {
  return {region.begin.line, region.begin.column};
}

template <typename T>
std::string printed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

Value convert(const toml::node& node);

Value::Table convert_table(const toml::table& table) {
  Value::Table entries;
  for (const auto& [key, node] : table) {
    entries.push_back({std::string(key.str()), position_of(key.source()), convert(node)});
  }
  return entries;
}

Value::Array convert_array(const toml::array& array) {
  Value::Array values;
  for (const toml::node& node : array) {
    values.push_back(convert(node));
  }
  return values;
}

Value convert(const toml::node& node) {
  Value value;
  value.position = position_of(node.source());
  node.visit([&](const auto& typed) {
    using T = std::decay_t<decltype(typed)>;
    if constexpr (std::is_same_v<T, toml::table>) {
      value.content = convert_table(typed);
    } else if constexpr (std::is_same_v<T, toml::array>) {
      value.content = convert_array(typed);
    } else if constexpr (std::is_same_v<T, toml::value<std::int64_t>> ||
                         std::is_same_v<T, toml::value<double>> ||
                         std::is_same_v<T, toml::value<bool>> ||
                         std::is_same_v<T, toml::value<std::string>>) {
      value.content = typed.get();
    } else {
      value.content = printed(typed.get());
    }
  });
  return value;
}

void place(Value& value, Position position) {
  value.position = position;
  if (auto* table = std::get_if<Value::Table>(&value.content)) {
    for (Entry& entry : *table) {
      entry.position = position;
      place(entry.value, position);
    }
  } else if (auto* array = std::get_if<Value::Array>(&value.content)) {
    for (Value& element : *array) {
      place(element, position);
    }
  }
}

// What stands right of "=" is TOML when it can be read as such, else a string: quotes are a
// nuisance in a shell.
Value override_value(const std::string& text, Position position) {
  Value value;
  value.content = text;
  try {
    const toml::table table = toml::parse("value = " + text);
    if (table.size() == 1 && table.begin()->first.str() == "value") {
      value = convert(table.begin()->second);
    }
  } catch (const toml::parse_error&) {
    // A plain word.
  }
  place(value, position);
  return value;
}

// The place that one part of an override's key names, made when a table lacks it.
Value* descend(Value& parent, const std::string& part, Position position) {
  if (auto* table = std::get_if<Value::Table>(&parent.content)) {
    for (Entry& entry : *table) {
      if (entry.key == part) {
        entry.position = position;
        return &entry.value;
      }
    }
    table->push_back({part, position, Value{Value::Table{}, position}});
    return &table->back().value;
  }
  auto* array = std::get_if<Value::Array>(&parent.content);
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
  const bool is_index = error == std::errc{} && end == part.data() + part.size();
  return array != nullptr && is_index && index < array->size() ? &(*array)[index] : nullptr;
}

void apply_override(Value& root, const std::string& text, Position position,
                    Diagnostics& diagnostics) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0) {
    diagnostics.add(position, "'" + text + "' is not an override",
                    "write for instance --set network.loss=0.01");
    return;
  }
  Value* place_of_key = &root;
  std::string done;
  std::istringstream parts(text.substr(0, equals));
  for (std::string part; std::getline(parts, part, '.');) {
    place_of_key = descend(*place_of_key, part, position);
    if (place_of_key == nullptr) {
      diagnostics.add(position, "'" + done + "' has no element '" + part + "'",
                      "elements of a list are counted from 0, as in --set fault.0.at=5s");
      return;
    }
    done += (done.empty() ? "" : ".") + part;
  }
  *place_of_key = override_value(text.substr(equals + 1), position);
}

}  // namespace

const char* Value::kind_name() const {
  static constexpr const char* kNames[] = {"a boolean", "an integer", "a decimal number",
                                           "a string",  "a list",     "a table"};
  return kNames[content.index()];
}

std::optional<Value> parse_document(const std::string& text,
                                    const std::vector<std::string>& overrides,
                                    Diagnostics& diagnostics) {
  std::optional<Value> root;
  try {
    root = convert(toml::parse(text));
  } catch (const toml::parse_error& error) {
    diagnostics.add(position_of(error.source()), std::string(error.description()));
    return std::nullopt;
  }
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    apply_override(*root, overrides[i], {0, static_cast<std::uint32_t>(i + 1)}, diagnostics);
  }
  return root;
}

}  // namespace callo::sim
