#pragma once

#include "sim/scenario/field_types.hpp"

// Members that name places: ranges of heights or rounds, single rounds of heights, named groups of
// nodes and links.
namespace callo::sim {

template <>
struct FieldType<IntegerRange> {
  static void read(Reading& reading, const Value& value, const std::string& path, const FieldRule&,
                   IntegerRange& member) {
    const std::int64_t* number = value.get<std::int64_t>();
    if (number == nullptr && value.get<std::string>() == nullptr) {
      reading.refuse(
          path, value.position,
          std::string("wanted a range, for instance \"1..100\", not ") + value.kind_name());
      return;
    }
    const Result<IntegerRange> range = parse_integer_range(
        number == nullptr ? *value.get<std::string>() : std::to_string(*number));
    if (range) {
      member = *range;
    } else {
      reading.refuse(path, value.position, range.error().message);
    }
  }

  static Json write(IntegerRange member) { return to_text(member); }

  static Json schema(const FieldRule&) {
    return {{"type", Json::array({"string", "integer"})},
            {"pattern", "^[0-9]+([.][.][0-9]+)?$"},
            {"minimum", 0}};
  }
};

template <>
struct FieldType<HeightAndRound> {
  static void read(Reading& reading, const Value& value, const std::string& path, const FieldRule&,
                   HeightAndRound& member) {
    const std::string* text =
        read_string(reading, value, path, "a height and a round, for instance \"7/0\"");
    if (text == nullptr) {
      return;
    }
    if (const Result<HeightAndRound> place = parse_height_and_round(*text)) {
      member = *place;
    } else {
      reading.refuse(path, value.position, place.error().message);
    }
  }

  static Json write(HeightAndRound member) { return to_text(member); }

  static Json schema(const FieldRule&) {
    return {{"type", "string"}, {"pattern", "^[0-9]+/[0-9]+$"}};
  }
};

// One place stands for a list of one, and is written so.
template <typename T>
concept IsPlace = std::same_as<T, IntegerRange> || std::same_as<T, HeightAndRound>;

template <IsPlace T>
struct FieldType<std::vector<T>> {
  static void read(Reading& reading, const Value& value, const std::string& path,
                   const FieldRule& rule, std::vector<T>& member) {
    const auto* elements = value.get<Value::Array>();
    const Value::Array single{value};
    const Value::Array& list = elements == nullptr ? single : *elements;
    member.clear();
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string element = elements == nullptr ? path : path + "[" + std::to_string(i) + "]";
      reading.note(element, list[i].position);
      FieldType<T>::read(reading, list[i], element, rule, member.emplace_back());
    }
    if (list.empty()) {
      reading.refuse(path, value.position, "'" + path + "' is empty", "leave the key out");
    }
  }

  static Json write(const std::vector<T>& member) {
    if (member.size() == 1) {
      return FieldType<T>::write(member.front());
    }
    Json list = Json::array();
    for (const T& element : member) {
      list.push_back(FieldType<T>::write(element));
    }
    return list.empty() ? Json() : list;
  }

  static Json schema(const FieldRule& rule) {
    const Json element = FieldType<T>::schema(rule);
    return {{"anyOf",
             Json::array({element, {{"type", "array"}, {"items", element}, {"minItems", 1}}})}};
  }
};

// Named lists of selectors.
template <>
struct FieldType<std::map<std::string, std::vector<std::string>>> {
  using Map = std::map<std::string, std::vector<std::string>>;

  static void read(Reading& reading, const Value& value, const std::string& path,
                   const FieldRule& rule, Map& member) {
    const auto* table = value.get<Value::Table>();
    if (table == nullptr) {
      reading.refuse(path, value.position, std::string("wanted a table, not ") + value.kind_name());
      return;
    }
    for (const Entry& entry : *table) {
      const std::string element = join_path(path, entry.key);
      reading.note(element, entry.position);
      read_string_list(reading, entry.value, element, rule, member[entry.key]);
    }
  }

  static Json write(const Map& member) { return member.empty() ? Json() : Json(member); }

  static Json schema(const FieldRule& rule) {
    return {{"type", "object"}, {"additionalProperties", schema_of_string_list(rule)}};
  }
};

}  // namespace callo::sim
