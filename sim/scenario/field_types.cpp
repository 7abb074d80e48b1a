#include "sim/scenario/field_types.hpp"

#include <cmath>

namespace callo::sim {

namespace {

// Decimal numbers are written with at most six decimals; this is far below half of the last one.
constexpr double kProbabilitySlack = 1e-4;

}  // namespace

bool check_range(Reading& reading, const Value& value, const std::string& path,
                 const FieldRule& rule, std::int64_t number, std::string (*shown)(std::int64_t)) {
  if (rule.min && number < *rule.min) {
    reading.refuse(path, value.position, shown(number) + " is too small for '" + path + "'",
                   "the least is " + shown(*rule.min));
    return false;
  }
  if (rule.max && number > *rule.max) {
    reading.refuse(path, value.position, shown(number) + " is too large for '" + path + "'",
                   "the most is " + shown(*rule.max));
    return false;
  }
  return true;
}

bool check_name(Reading& reading, const Value& value, const std::string& path,
                const std::vector<std::string>& names, const std::string& word) {
  if (std::find(names.begin(), names.end(), word) != names.end()) {
    return true;
  }
  reading.refuse(path, value.position, "'" + word + "' is no value of '" + path + "'",
                 suggest(word, names));
  return false;
}

const std::string* read_string(Reading& reading, const Value& value, const std::string& path,
                               std::string_view wanted) {
  const std::string* text = value.get<std::string>();
  if (text == nullptr) {
    reading.refuse(path, value.position,
                   "wanted " + std::string(wanted) + ", not " + value.kind_name());
  }
  return text;
}

void read_probability(Reading& reading, const Value& value, const std::string& path,
                      Probability& member) {
  const auto* decimal = value.get<double>();
  const auto* integer = value.get<std::int64_t>();
  if (decimal == nullptr && integer == nullptr) {
    reading.refuse(path, value.position,
                   std::string("wanted a number between 0 and 1, not ") + value.kind_name());
    return;
  }
  const double given = decimal != nullptr ? *decimal : static_cast<double>(*integer);
  if (!(given >= 0 && given <= 1)) {
    reading.refuse(path, value.position, "'" + path + "' is not between 0 and 1");
    return;
  }
  const double scaled = given * kCertain;
  const auto nearest = static_cast<std::uint32_t>(std::lround(scaled));
  if (std::abs(scaled - nearest) > kProbabilitySlack) {
    reading.refuse(path, value.position, "'" + path + "' is finer than one millionth");
    return;
  }
  member.parts_per_million = nearest;
}

void read_string_list(Reading& reading, const Value& value, const std::string& path,
                      const FieldRule& rule, std::vector<std::string>& member) {
  const auto* elements = value.get<Value::Array>();
  const Value::Array single{value};
  if (const std::string* word = value.get<std::string>();
      word != nullptr && rule.has_all_and_none) {
    if (*word == "all" || *word == "none") {
      const auto all = rule.all == nullptr ? rule.names : rule.all;
      member = *word == "all" ? all() : std::vector<std::string>{};
      return;
    }
  }
  member.clear();
  const Value::Array& list = elements == nullptr ? single : *elements;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string element = elements == nullptr ? path : path + "[" + std::to_string(i) + "]";
    reading.note(element, list[i].position);
    if (const auto* number = list[i].get<std::int64_t>();
        number != nullptr && rule.integers_are_nodes) {
      member.push_back("n" + std::to_string(*number));
      continue;
    }
    const std::string* word = read_string(reading, list[i], element, "a string");
    if (word != nullptr &&
        (rule.names == nullptr || check_name(reading, list[i], element, rule.names(), *word))) {
      member.push_back(*word);
    }
  }
  if (list.empty()) {
    reading.refuse(path, value.position, "'" + path + "' is empty",
                   rule.has_all_and_none ? "write \"none\" to have none" : "leave the key out");
  }
}

Json schema_of_string_list(const FieldRule& rule) {
  Json element = rule.names == nullptr ? Json{{"type", "string"}} : schema_of_names(rule.names());
  Json choices = Json::array({element, {{"type", "array"}, {"items", element}, {"minItems", 1}}});
  if (rule.integers_are_nodes) {
    const Json number{{"type", "integer"}, {"minimum", 0}};
    const Json either{{"anyOf", Json::array({element, number})}};
    choices =
        Json::array({element, number, {{"type", "array"}, {"items", either}, {"minItems", 1}}});
  }
  if (rule.has_all_and_none) {
    choices.push_back({{"enum", Json::array({"all", "none"})}});
  }
  return {{"anyOf", choices}};
}

Json schema_of_names(const std::vector<std::string>& names) {
  return {{"type", "string"}, {"enum", names}};
}

Json schema_of_integer(const FieldRule& rule) {
  Json schema{{"type", "integer"}};
  if (rule.min) {
    schema["minimum"] = *rule.min;
  }
  if (rule.max) {
    schema["maximum"] = *rule.max;
  }
  return schema;
}

}  // namespace callo::sim
