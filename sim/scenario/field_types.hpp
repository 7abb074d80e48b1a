#pragma once

#include <algorithm>
#include <map>
#include <type_traits>

#include "sim/scenario/field.hpp"
#include "sim/scenario/names.hpp"
#include "sim/scenario/suggestion.hpp"
#include "sim/scenario/units.hpp"

namespace callo::sim {

bool check_range(Reading& reading, const Value& value, const std::string& path,
                 const FieldRule& rule, std::int64_t number, std::string (*shown)(std::int64_t));
bool check_name(Reading& reading, const Value& value, const std::string& path,
                const std::vector<std::string>& names, const std::string& word);
// The value's string, or null after refusing it: `wanted` says what it should have been.
const std::string* read_string(Reading& reading, const Value& value, const std::string& path,
                               std::string_view wanted);
void read_probability(Reading& reading, const Value& value, const std::string& path,
                      Probability& member);
void read_string_list(Reading& reading, const Value& value, const std::string& path,
                      const FieldRule& rule, std::vector<std::string>& member);
Json schema_of_string_list(const FieldRule& rule);
Json schema_of_names(const std::vector<std::string>& names);
Json schema_of_integer(const FieldRule& rule);

// --- Quantities with a unit: the stored integer, the text, an example. -----------------------

template <typename T>
struct Quantity;

template <>
struct Quantity<Duration> {
  static constexpr const char* kWanted = "a duration, for instance \"250ms\"";
  static constexpr const char* kPattern = "^[0-9]+([.][0-9]+)?(d|h|m|s|ms|us|ns)$";

  static Result<Duration> parse(std::string_view text) { return parse_duration(text); }

  static std::int64_t number(Duration value) { return value.count(); }

  static Duration of(std::int64_t number) { return Duration(number); }
};

template <>
struct Quantity<BitRate> {
  static constexpr const char* kWanted = "a bandwidth, for instance \"100Mbps\"";
  static constexpr const char* kPattern = "^[0-9]+([.][0-9]+)?(bps|kbps|Mbps|Gbps)$";

  static Result<BitRate> parse(std::string_view text) { return parse_bit_rate(text); }

  static std::int64_t number(BitRate value) { return value.bits_per_second; }

  static BitRate of(std::int64_t number) { return {number}; }
};

template <>
struct Quantity<ByteCount> {
  static constexpr const char* kWanted = "a size, for instance \"64KiB\"";
  static constexpr const char* kPattern = "^[0-9]+([.][0-9]+)?(B|kB|MB|GB|KiB|MiB|GiB)$";

  static Result<ByteCount> parse(std::string_view text) { return parse_byte_count(text); }

  static std::int64_t number(ByteCount value) { return value.bytes; }

  static ByteCount of(std::int64_t number) { return {number}; }
};

template <>
struct Quantity<EventRate> {
  static constexpr const char* kWanted = "a rate, for instance \"50/s\"";
  static constexpr const char* kPattern = "^[0-9]+([.][0-9]+)?/(s|min|h)$";

  static Result<EventRate> parse(std::string_view text) { return parse_event_rate(text); }

  static std::int64_t number(EventRate value) { return value.events_per_million_seconds; }

  static EventRate of(std::int64_t number) { return {number}; }
};

template <typename T>
concept IsQuantity = requires {
  Quantity<T>::kWanted;
};

template <IsQuantity T>
struct FieldType<T> {
  static void read(Reading& reading, const Value& value, const std::string& path,
                   const FieldRule& rule, T& member) {
    const std::string* text = read_string(reading, value, path, Quantity<T>::kWanted);
    if (text == nullptr) {
      return;
    }
    const Result<T> parsed = Quantity<T>::parse(*text);
    if (!parsed) {
      reading.refuse(path, value.position, parsed.error().message,
                     std::string("wanted: ") + Quantity<T>::kWanted);
      return;
    }
    const auto shown = [](std::int64_t number) { return to_text(Quantity<T>::of(number)); };
    if (check_range(reading, value, path, rule, Quantity<T>::number(*parsed), shown)) {
      member = *parsed;
    }
  }

  static Json write(const T& member) { return to_text(member); }

  static Json schema(const FieldRule&) {
    return {{"type", "string"}, {"pattern", Quantity<T>::kPattern}};
  }
};

// --- Plain values. -----------------------------------------------------------------------------

template <>
struct FieldType<bool> {
  static void read(Reading& reading, const Value& value, const std::string& path, const FieldRule&,
                   bool& member) {
    if (const bool* given = value.get<bool>()) {
      member = *given;
    } else {
      reading.refuse(path, value.position,
                     std::string("wanted true or false, not ") + value.kind_name());
    }
  }

  static Json write(bool member) { return member; }

  static Json schema(const FieldRule&) { return {{"type", "boolean"}}; }
};

template <typename T>

requires(std::same_as<T, std::int64_t> || std::same_as<T, std::uint32_t>) struct FieldType<T> {
  // A rule of the table bounds every integer, so that the cast below is exact.
  static void read(Reading& reading, const Value& value, const std::string& path,
                   const FieldRule& rule, T& member) {
    const std::int64_t* given = value.get<std::int64_t>();
    if (given == nullptr) {
      reading.refuse(path, value.position,
                     std::string("wanted an integer, not ") + value.kind_name());
      return;
    }
    const auto shown = [](std::int64_t number) { return std::to_string(number); };
    if (check_range(reading, value, path, rule, *given, shown)) {
      member = static_cast<T>(*given);
    }
  }

  static Json write(T member) { return member; }

  static Json schema(const FieldRule& rule) { return schema_of_integer(rule); }
};

template <>
struct FieldType<Probability> {
  static void read(Reading& reading, const Value& value, const std::string& path, const FieldRule&,
                   Probability& member) {
    read_probability(reading, value, path, member);
  }

  static Json write(Probability member) {
    return static_cast<double>(member.parts_per_million) / kCertain;
  }

  static Json schema(const FieldRule&) {
    return {{"type", "number"}, {"minimum", 0}, {"maximum", 1}};
  }
};

template <>
struct FieldType<std::string> {
  static void read(Reading& reading, const Value& value, const std::string& path,
                   const FieldRule& rule, std::string& member) {
    const std::string* text = read_string(reading, value, path, "a string");
    if (text != nullptr &&
        (rule.names == nullptr || check_name(reading, value, path, rule.names(), *text))) {
      member = *text;
    }
  }

  static Json write(const std::string& member) { return member.empty() ? Json() : Json(member); }

  static Json schema(const FieldRule& rule) {
    return rule.names == nullptr ? Json{{"type", "string"}} : schema_of_names(rule.names());
  }
};

template <>
struct FieldType<CalendarTime> {
  static void read(Reading& reading, const Value& value, const std::string& path, const FieldRule&,
                   CalendarTime& member) {
    const std::string* text =
        read_string(reading, value, path, "an instant, for instance \"2024-03-14T05:00:00Z\"");
    if (text == nullptr) {
      return;
    }
    if (const Result<CalendarTime> instant = parse_calendar_time(*text)) {
      member = *instant;
    } else {
      reading.refuse(path, value.position, instant.error().message);
    }
  }

  static Json write(CalendarTime member) { return to_text(member); }

  static Json schema(const FieldRule&) { return {{"type", "string"}, {"format", "date-time"}}; }
};

template <>
struct FieldType<Jitter> {
  static void read(Reading& reading, const Value& value, const std::string& path,
                   const FieldRule& rule, Jitter& member) {
    const std::string* text = value.get<std::string>();
    if (text != nullptr && *text == "measured") {
      member = {};
      return;
    }
    Jitter jitter{false, {}};
    FieldType<Duration>::read(reading, value, path, rule, jitter.mean);
    if (reading.is_sound(path)) {
      member = jitter;
    }
  }

  static Json write(Jitter member) {
    return member.is_measured ? "measured" : to_text(member.mean);
  }

  static Json schema(const FieldRule&) {
    return {{"type", "string"}, {"pattern", "^(measured|[0-9]+([.][0-9]+)?(d|h|m|s|ms|us|ns))$"}};
  }
};

template <typename Enum>
requires std::is_enum_v<Enum>

struct FieldType<Enum> {
  static std::vector<std::string> names() {
    return {EnumNames<Enum>::kNames.begin(), EnumNames<Enum>::kNames.end()};
  }

  static void read(Reading& reading, const Value& value, const std::string& path, const FieldRule&,
                   Enum& member) {
    const std::string* text = read_string(reading, value, path, "a string");
    if (text == nullptr) {
      return;
    }
    for (const std::string_view later : EnumNames<Enum>::kLater) {
      if (*text == later) {
        std::string there;
        for (const std::string& name : names()) {
          there += (there.empty() ? "" : ", ") + name;
        }
        reading.refuse(path, value.position, "'" + *text + "' is not available yet",
                       "there is " + there);
        return;
      }
    }
    if (check_name(reading, value, path, names(), *text)) {
      for (std::size_t i = 0; i < EnumNames<Enum>::kNames.size(); ++i) {
        member = EnumNames<Enum>::kNames[i] == *text ? static_cast<Enum>(i) : member;
      }
    }
  }

  static Json write(Enum member) { return name_of(member); }

  static Json schema(const FieldRule&) { return schema_of_names(names()); }
};

// --- Collections. ------------------------------------------------------------------------------

template <typename T>
struct FieldType<std::optional<T>> {
  static void read(Reading& reading, const Value& value, const std::string& path,
                   const FieldRule& rule, std::optional<T>& member) {
    T given{};
    FieldType<T>::read(reading, value, path, rule, given);
    if (reading.is_sound(path)) {
      member = given;
    }
  }

  static Json write(const std::optional<T>& member) {
    return member ? FieldType<T>::write(*member) : Json();
  }

  static Json schema(const FieldRule& rule) { return FieldType<T>::schema(rule); }
};

// One string stands for a list of one.
template <>
struct FieldType<std::vector<std::string>> {
  static void read(Reading& reading, const Value& value, const std::string& path,
                   const FieldRule& rule, std::vector<std::string>& member) {
    read_string_list(reading, value, path, rule, member);
  }

  static Json write(const std::vector<std::string>& member) {
    return member.empty() ? Json() : Json(member);
  }

  static Json schema(const FieldRule& rule) { return schema_of_string_list(rule); }
};

template <typename T>
struct FieldType<std::vector<T>> {
  static void read(Reading& reading, const Value& value, const std::string& path,
                   const FieldRule& rule, std::vector<T>& member) {
    const auto* elements = value.get<Value::Array>();
    if (elements == nullptr) {
      reading.refuse(path, value.position, std::string("wanted a list, not ") + value.kind_name());
      return;
    }
    member.clear();
    for (std::size_t i = 0; i < elements->size(); ++i) {
      const std::string element = path + "[" + std::to_string(i) + "]";
      reading.note(element, (*elements)[i].position);
      FieldType<T>::read(reading, (*elements)[i], element, rule, member.emplace_back());
    }
  }

  static Json write(const std::vector<T>& member) {
    Json list = Json::array();
    for (const T& element : member) {
      list.push_back(FieldType<T>::write(element));
    }
    return list.empty() ? Json() : list;
  }

  static Json schema(const FieldRule& rule) {
    return {{"type", "array"}, {"items", FieldType<T>::schema(rule)}};
  }
};

template <>
struct FieldType<std::map<std::string, std::uint32_t>> {
  using Map = std::map<std::string, std::uint32_t>;

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
      FieldType<std::uint32_t>::read(reading, entry.value, element, rule, member[entry.key]);
    }
  }

  static Json write(const Map& member) { return member.empty() ? Json() : Json(member); }

  static Json schema(const FieldRule& rule) {
    return {{"type", "object"}, {"additionalProperties", schema_of_integer(rule)}};
  }
};

// --- Tables: every struct that has a field table. ----------------------------------------------

template <typename Section>
void read_section(Reading& reading, const Value& value, const std::string& path, Section& section) {
  const auto* table = value.get<Value::Table>();
  if (table == nullptr) {
    reading.refuse(path, value.position, std::string("wanted a table, not ") + value.kind_name());
    return;
  }
  const std::vector<Field<Section>>& fields = fields_of<Section>();
  std::vector<std::string> keys;
  for (const Field<Section>& field : fields) {
    keys.emplace_back(field.key);
  }
  for (const Entry& entry : *table) {
    const std::string key_path = join_path(path, entry.key);
    const auto found = std::find(keys.begin(), keys.end(), entry.key);
    if (found == keys.end()) {
      const std::string where = path.empty() ? "" : " in '" + path + "'";
      reading.refuse(key_path, entry.position, "unknown key '" + entry.key + "'" + where,
                     suggest(entry.key, keys));
      continue;
    }
    reading.note(key_path, entry.value.position);
    fields[static_cast<std::size_t>(found - keys.begin())].read(reading, entry.value, key_path,
                                                                section);
  }
  for (const Field<Section>& field : fields) {
    const std::string key_path = join_path(path, field.key);
    if (field.rule.is_required && !reading.was_given(key_path) && reading.is_sound(key_path)) {
      reading.refuse(key_path, value.position, "'" + key_path + "' is missing",
                     std::string(field.doc));
    }
  }
}

template <typename Section>
Json write_section(const Section& section) {
  Json table = Json::object();
  for (const Field<Section>& field : fields_of<Section>()) {
    Json value = field.write(section);
    if (!value.is_null() && is_meaningful(section, field.key)) {
      table[std::string(field.key)] = std::move(value);
    }
  }
  return table;
}

template <typename Section>
Json schema_of_section() {
  Json properties = Json::object();
  Json required = Json::array();
  for (const Field<Section>& field : fields_of<Section>()) {
    Json schema = field.schema();
    schema["description"] = field.doc;
    const Json by_default = field.write(Section{});
    const bool is_plain = !by_default.is_null() && !by_default.is_object();
    if (is_plain && !field.rule.is_required && !schema.contains("default")) {
      schema["default"] = by_default;
    }
    if (field.rule.is_required) {
      required.push_back(field.key);
    }
    properties[std::string(field.key)] = std::move(schema);
  }
  Json schema{{"type", "object"}, {"additionalProperties", false}, {"properties", properties}};
  if (!required.empty()) {
    schema["required"] = required;
  }
  return schema;
}

template <typename Section>
concept HasFields = std::is_aggregate_v<Section> && !IsQuantity<Section>;

template <HasFields Section>
struct FieldType<Section> {
  static void read(Reading& reading, const Value& value, const std::string& path, const FieldRule&,
                   Section& member) {
    read_section(reading, value, path, member);
  }

  static Json write(const Section& member) { return write_section(member); }

  static Json schema(const FieldRule&) { return schema_of_section<Section>(); }
};

}  // namespace callo::sim
