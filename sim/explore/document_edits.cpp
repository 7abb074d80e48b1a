#include "sim/explore/document_edits.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "sim/scenario/kinds.hpp"
#include "sim/scenario/spec.hpp"
#include "sim/scenario/units.hpp"

namespace callo::sim {

namespace {

constexpr int kOtherSeeds = 8;
constexpr std::array kLists{"fault", "traitor", "validator_changes"};
// Of the root: what a run is called, when it is over, what it needs to be cheap.
constexpr std::array kRootKeysKept{"name", "description", "seeds", "duration", "crypto", "expect"};

template <std::size_t kSize>
bool contains(const std::array<const char*, kSize>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_list_of_tables(const Json& value) {
  return value.is_array() && !value.empty() && value[0].is_object();
}

std::set<std::string> needed_keys(const Json& table) {
  std::set<std::string> needed{"kind", "behaviour", "nodes", "node", "power"};
  for (const char* kind_key : {"kind", "behaviour"}) {
    if (table.contains(kind_key)) {
      const auto& kinds = std::string(kind_key) == "kind" ? fault_kinds() : traitor_kinds();
      const Kind* kind = find_kind(kinds, table[kind_key].get<std::string>());
      if (kind != nullptr) {
        needed.insert(kind->needs.begin(), kind->needs.end());
      }
    }
  }
  return needed;
}

// Tables are gone into; cities, an adversary and everything else are one key.
void collect_keys(const Json& table, const std::string& path, const std::set<std::string>& kept,
                  std::vector<std::string>& keys) {
  for (const auto& [key, value] : table.items()) {
    if (kept.contains(key)) {
      continue;
    }
    if (value.is_object() && key != "cities" && key != "adversary") {
      collect_keys(value, path + "/" + key,
                   key == "topology" ? std::set<std::string>{"nodes"} : std::set<std::string>{},
                   keys);
    } else {
      keys.push_back(path + "/" + key);
    }
  }
}

Json without_empty_tables(Json document) {
  std::vector<std::string> empty;
  for (auto& [key, value] : document.items()) {
    if (value.is_object()) {
      value = without_empty_tables(value);
    }
    if (value.is_structured() && value.empty()) {
      empty.push_back(key);
    }
  }
  for (const std::string& key : empty) {
    document.erase(key);
  }
  return document;
}

std::optional<Duration> duration_in(const Json& value) {
  if (!value.is_string()) {
    return std::nullopt;
  }
  const Result<Duration> duration = parse_duration(value.get<std::string>());
  return duration ? std::optional{*duration} : std::nullopt;
}

// Calls on every date and length of the schedule.
template <typename Change>
void change_dates(Json& document, Change&& change) {
  const auto change_key = [&](Json& table, const char* key, bool is_length) {
    if (table.contains(key)) {
      if (const auto duration = duration_in(table[key])) {
        table[key] = to_text(change(*duration, is_length));
      }
    }
  };
  for (const char* list : kLists) {
    if (!document.contains(list)) {
      continue;
    }
    for (Json& table : document[list]) {
      change_key(table, "at", false);
      change_key(table, "for", true);
      if (table.contains("trigger")) {
        change_key(table["trigger"], "from", false);
        change_key(table["trigger"], "until", false);
      }
    }
  }
  if (document.contains("workload")) {
    change_key(document["workload"], "from", false);
    change_key(document["workload"], "until", false);
  }
  if (document.contains("synchrony")) {
    change_key(document["synchrony"], "gst", false);
  }
  if (document.contains("expect")) {
    change_key(document["expect"], "liveness_after", false);
  }
}

}  // namespace

std::vector<ListedTable> listed_tables(const Json& document) {
  std::vector<ListedTable> tables;
  for (const char* list : kLists) {
    const std::size_t count = document.contains(list) ? document[list].size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      tables.push_back({list, i});
    }
  }
  return tables;
}

Json with_only(const Json& document, const std::vector<ListedTable>& tables) {
  Json result = document;
  for (const char* list : kLists) {
    if (result.contains(list)) {
      result[list] = Json::array();
    }
  }
  for (const ListedTable& table : tables) {
    result[table.list].push_back(document[table.list][table.index]);
  }
  return without_empty_tables(std::move(result));
}

std::vector<std::string> removable_keys(const Json& document, bool keeps_windows) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : document.items()) {
    if (contains(kRootKeysKept, key)) {
      continue;
    }
    if (!is_list_of_tables(value)) {
      collect_keys(Json{{key, value}}, "", {}, keys);
      continue;
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
      std::set<std::string> kept = needed_keys(value[i]);
      if (keeps_windows) {
        kept.insert("for");
      }
      collect_keys(value[i], "/" + key + "/" + std::to_string(i), kept, keys);
    }
  }
  // Without these the stand-alone host could not run it.
  std::erase_if(keys, [](const std::string& key) {
    return key.starts_with("/network/fidelity/") || key == "/network/cities";
  });
  return keys;
}

Json without_keys(const Json& document, const std::vector<std::string>& removed) {
  Json result = document;
  for (const std::string& key : removed) {
    const Json::json_pointer pointer{key};
    result[pointer.parent_pointer()].erase(pointer.back());
  }
  if (!result.contains("adversary")) {
    result.erase("synchrony");  // what it must let through means nothing without it
  }
  return without_empty_tables(std::move(result));
}

std::vector<Json> with_other_seeds(const Json& document) {
  std::vector<Json> candidates;
  for (int seed = 1; seed <= kOtherSeeds; ++seed) {
    Json other = document;
    other["seeds"] = std::to_string(seed);
    if (other != document) {
      candidates.push_back(std::move(other));
    }
  }
  return candidates;
}

Duration duration_of(const Json& document) {
  return duration_in(document.value("duration", Json())).value_or(ScenarioSpec{}.duration);
}

Json cut_at(const Json& document, Duration end) {
  Json result = document;
  result["duration"] = to_text(end);
  const auto begins_later = [&](const Json& table, const char* key) {
    return table.contains(key) && duration_in(table[key]).value_or(Duration{}) >= end;
  };
  for (const char* list : kLists) {
    if (result.contains(list)) {
      Json left = Json::array();
      for (const Json& table : result[list]) {
        const bool is_late = begins_later(table, "at") ||
                             (table.contains("trigger") && begins_later(table["trigger"], "from"));
        if (!is_late) {
          left.push_back(table);
        }
      }
      result[list] = std::move(left);
    }
  }
  if (result.contains("expect")) {
    result["expect"].erase("liveness_after");
    result["expect"].erase("liveness_bound");
  }
  if (result.contains("synchrony") && begins_later(result["synchrony"], "gst")) {
    result["synchrony"]["gst"] = to_text(end - Duration{std::chrono::milliseconds(1)});
  }
  if (result.contains("workload") && begins_later(result["workload"], "from")) {
    result["workload"] = {{"kind", "none"}};
  }
  return without_empty_tables(std::move(result));
}

std::vector<Json> with_earlier_dates(const Json& document) {
  std::vector<Json> candidates;
  Duration first = Duration::max();
  Json seen = document;
  change_dates(seen, [&](Duration date, bool is_length) {
    first = is_length ? first : std::min(first, date);
    return date;
  });
  Json halved = document;
  change_dates(halved, [](Duration date, bool) { return date / 2; });
  Json shifted = document;
  change_dates(shifted,
               [&](Duration date, bool is_length) { return is_length ? date : date - first; });
  candidates.push_back(std::move(halved));
  if (first > Duration{} && first != Duration::max()) {
    candidates.push_back(std::move(shifted));
  }
  // What lies between the end of the run and the healing is the bound of progress: it stays.
  const auto expect = document.contains("expect") ? document["expect"] : Json::object();
  const auto healed = expect.contains("liveness_after") ? duration_in(expect["liveness_after"])
                                                        : std::optional<Duration>{};
  for (Json& candidate : candidates) {
    if (healed) {
      const auto now_healed = duration_in(candidate["expect"]["liveness_after"]);
      candidate["duration"] = to_text(*now_healed + (duration_of(document) - *healed));
    }
  }
  return candidates;
}

}  // namespace callo::sim
