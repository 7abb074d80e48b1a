#include "sim/scenario/show.hpp"

#include <algorithm>

#include "sim/scenario/fields.hpp"
#include "sim/scenario/selectors.hpp"

namespace callo::sim {

namespace {

bool is_bare_key(const std::string& key) {
  return !key.empty() && key.find_first_not_of(
                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") ==
                             std::string::npos;
}

// JSON's escapes are TOML's, but for DEL. Text that is not UTF-8 cannot come from a TOML file; from
// the command line it is shown with replacement characters.
std::string quoted(const std::string& text) {
  std::string result;
  for (const char c : Json(text).dump(-1, ' ', false, Json::error_handler_t::replace)) {
    result += c == '\x7f' ? std::string("\\u007F") : std::string(1, c);
  }
  return result;
}

std::string key_text(const std::string& key) {
  return is_bare_key(key) ? key : quoted(key);
}

std::string inline_value(const Json& value) {
  if (value.is_string()) {
    return quoted(value.get<std::string>());
  }
  if (!value.is_structured()) {
    return value.dump();
  }
  std::string text;
  for (const auto& [key, element] : value.items()) {
    text += text.empty() ? "" : ", ";
    text += (value.is_object() ? key_text(key) + " = " : "") + inline_value(element);
  }
  return value.is_array() ? "[" + text + "]" : text.empty() ? "{}" : "{ " + text + " }";
}

std::string table_body(const Json& table) {
  std::string text;
  for (const auto& [key, value] : table.items()) {
    text += key_text(key) + " = " + inline_value(value) + "\n";
  }
  return text;
}

bool is_list_of_tables(const Json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const Json& e) { return e.is_object(); });
}

}  // namespace

std::string json_to_toml(const Json& root) {
  std::string plain;
  std::string tables;
  for (const auto& [key, value] : root.items()) {
    if (value.is_object()) {
      tables += "\n[" + key_text(key) + "]\n" + table_body(value);
    } else if (is_list_of_tables(value)) {
      for (const Json& element : value) {
        tables += "\n[[" + key_text(key) + "]]\n" + table_body(element);
      }
    } else {
      plain += key_text(key) + " = " + inline_value(value) + "\n";
    }
  }
  return plain + tables;
}

std::string to_toml(const ScenarioSpec& spec) {
  return json_to_toml(write_fields(spec));
}

std::string node_map_comments(const ScenarioSpec& spec) {
  const NodeMap map(spec.network);
  std::string text = "# " + std::to_string(map.nodes()) + " nodes:\n";
  for (std::uint32_t city = 0; city < map.cities().size(); ++city) {
    const std::vector<std::uint32_t> nodes = map.nodes_of(city);
    text += "#   n" + std::to_string(nodes.front());
    text += nodes.size() > 1 ? "-n" + std::to_string(nodes.back()) : "";
    text += "  " + map.cities()[city] + "\n";
  }
  return text;
}

}  // namespace callo::sim
