// Of the edits of a document those that change values: simpler ones, fewer nodes, plainer worlds.
#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

#include "sim/explore/document_edits.hpp"
#include "sim/scenario/selectors.hpp"
#include "sim/scenario/units.hpp"

namespace callo::sim {

namespace {

constexpr std::array kSelectorKeys{
    "nodes", "node",  "links",  "groups",           "receivers",
    "split", "first", "second", "first_precommits", "second_precommits"};
constexpr std::array kTableLists{"fault", "traitor", "validator_changes"};
constexpr std::array kNetworkRates{"loss", "duplication", "reordering", "jitter", "latency"};

template <std::size_t kSize>
bool is_among(const std::array<const char*, kSize>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Certainty is the simplest probability, then a toss of a coin.
int rank_of(const Json& value) {
  return value.is_number_float() ? (value == 1.0 ? 0 : value == 0.5 ? 1 : 2) : 0;
}

// Shorter to write, or as short and smaller: a chain of such steps ends.
bool is_simpler(const Json& a, const Json& b) {
  const std::string one = a.dump();
  const std::string other = b.dump();
  return std::tuple{rank_of(a), one.size(), one} < std::tuple{rank_of(b), other.size(), other};
}

std::vector<Json> simpler_durations(Duration value) {
  constexpr std::array<Duration, 5> kGrains{
      std::chrono::seconds(10), std::chrono::seconds(1), std::chrono::milliseconds(100),
      std::chrono::milliseconds(10), std::chrono::milliseconds(1)};
  std::vector<Json> values;
  for (const Duration rounded : {value / 4, value / 2, value}) {
    for (const Duration grain : kGrains) {
      values.push_back(to_text(rounded / grain * grain));
    }
  }
  return values;
}

std::vector<Json> simpler_integers(std::int64_t value) {
  std::vector<Json> values;
  std::int64_t grain = 1;
  while (std::abs(value) / grain >= 10) {
    grain *= 10;
  }
  values.push_back(value / grain * grain);
  values.push_back(value / 2);
  return values;
}

std::vector<Json> simpler_decimals(double value) {
  const double tenths = std::round(value * 10) / 10;
  return {1.0, 0.5, tenths > 0 ? tenths : 0.1};
}

// One element less.
std::vector<Json> shorter_lists(const Json& list) {
  std::vector<Json> values;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (list.size() > 1) {
      Json shorter = list;
      shorter.erase(i);
      values.push_back(std::move(shorter));
    }
    if (list[i].is_array()) {
      for (Json& inner : shorter_lists(list[i])) {
        Json changed = list;
        changed[i] = std::move(inner);
        values.push_back(std::move(changed));
      }
    }
  }
  return values;
}

std::vector<Json> simpler_values_of(const Json& value) {
  std::vector<Json> all;
  if (value.is_array()) {
    all = shorter_lists(value);
  } else if (value.is_number_float()) {
    all = simpler_decimals(value.get<double>());
  } else if (value.is_number_integer()) {
    all = simpler_integers(value.get<std::int64_t>());
  } else if (value.is_string()) {
    const Result<Duration> duration = parse_duration(value.get<std::string>());
    all = duration ? simpler_durations(*duration) : std::vector<Json>{};
  }
  std::erase_if(all, [&](const Json& candidate) { return !is_simpler(candidate, value); });
  return all;
}

void add_simpler(const Json& document, const Json::json_pointer& place, std::vector<Json>& all) {
  const Json& value = document[place];
  if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) {
      add_simpler(document, place / key, all);
    }
    return;
  }
  for (Json& simpler : simpler_values_of(value)) {
    Json candidate = document;
    candidate[place] = std::move(simpler);
    all.push_back(std::move(candidate));
  }
}

// "n5" when n3 goes: "n4". Empty when it is n3 that was named.
std::string renumbered(const std::string& selector, std::uint32_t gone) {
  const bool is_node = selector.size() > 1 && selector[0] == 'n' &&
                       selector.find_first_not_of("0123456789", 1) == std::string::npos;
  if (!is_node) {
    return selector;
  }
  const std::uint64_t node = std::stoull(selector.substr(1));
  return node == gone ? "" : "n" + std::to_string(node > gone ? node - 1 : node);
}

std::string renumbered_link(const std::string& link, std::uint32_t gone) {
  const std::size_t dash = link.find('-');
  if (dash == std::string::npos) {
    return renumbered(link, gone);
  }
  const std::size_t width = link.compare(dash, 2, "->") == 0 ? 2 : 1;
  const std::string from = renumbered(link.substr(0, dash), gone);
  const std::string to = renumbered(link.substr(dash + width), gone);
  return from.empty() || to.empty() ? "" : from + link.substr(dash, width) + to;
}

// Null when nothing is left.
Json renumbered(const Json& selectors, std::uint32_t gone) {
  if (selectors.is_string()) {
    const std::string left = renumbered_link(selectors.get<std::string>(), gone);
    return left.empty() ? Json() : Json(left);
  }
  Json left = Json::array();
  for (const Json& selector : selectors) {
    Json inner = renumbered(selector, gone);
    if (!inner.is_null()) {
      left.push_back(std::move(inner));
    }
  }
  return left.empty() ? Json() : left;
}

// Inside a list of a traitor, its rounds or its lies: whoever is named and gone is left out.
void renumber_inner(Json& tables, std::uint32_t gone) {
  for (Json& table : tables) {
    Json left = Json::object();
    for (const auto& [key, value] : table.items()) {
      const Json kept = is_among(kSelectorKeys, key) ? renumbered(value, gone) : value;
      if (!kept.is_null()) {
        left[key] = kept;
      }
    }
    table = std::move(left);
  }
}

// Whether anybody is left whom the table is about.
bool renumber_table(Json& table, std::uint32_t gone) {
  for (auto& [key, value] : table.items()) {
    if (value.is_array() && !value.empty() && value[0].is_object()) {
      renumber_inner(value, gone);
    } else if (is_among(kSelectorKeys, key)) {
      value = renumbered(value, gone);
      if (value.is_null()) {
        return false;
      }
    }
  }
  return true;
}

// The number of nodes, and by node the city; without cities all stand in "".
std::vector<std::string> places(const Json& document) {
  const Json network = document.value("network", Json::object());
  std::map<std::string, std::uint32_t> cities;
  const Json counts = network.value("cities", Json::object());
  for (const auto& [city, count] : counts.items()) {
    cities[city] = count.get<std::uint32_t>();
  }
  if (cities.empty()) {
    cities[""] = network.value("topology", Json::object()).value("nodes", 0U);
  }
  std::vector<std::string> by_node;
  for (const auto& [city, count] : cities) {
    by_node.insert(by_node.end(), count, city);
  }
  return by_node;
}

Json without_node(const Json& document, std::uint32_t gone, const std::vector<std::string>& where) {
  Json result = document;
  const auto left = static_cast<std::uint32_t>(where.size() - 1);
  Json& topology = result["network"]["topology"];
  if (where[gone].empty()) {
    topology["nodes"] = left;
  } else {
    Json& count = result["network"]["cities"][where[gone]];
    count = count.get<std::uint32_t>() - 1;
    if (count == 0) {
      result["network"]["cities"].erase(where[gone]);
    }
  }
  if (topology.is_object() && topology.value("extra_links", 0U) >= left) {
    topology["extra_links"] = left - 1;
  }
  if (topology.is_null()) {
    result["network"].erase("topology");
  }
  for (const char* list : kTableLists) {
    if (result.contains(list)) {
      Json tables = Json::array();
      for (Json& table : result[list]) {
        if (renumber_table(table, gone)) {
          tables.push_back(std::move(table));
        }
      }
      result[list] = std::move(tables);
      if (result[list].empty()) {
        result.erase(list);
      }
    }
  }
  return result;
}

}  // namespace

std::vector<Json> with_simpler_values(const Json& document) {
  std::vector<Json> all;
  for (const char* list : kTableLists) {
    const std::size_t count = document.contains(list) ? document[list].size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
      add_simpler(document, Json::json_pointer("/" + std::string(list) + "/" + std::to_string(i)),
                  all);
    }
  }
  for (const char* key : kNetworkRates) {
    if (document.contains("network") && document["network"].contains(key)) {
      add_simpler(document, Json::json_pointer("/network/" + std::string(key)), all);
    }
  }
  return all;
}

// The highest first: nobody has to be renumbered then.
std::vector<Json> with_one_node_less(const Json& document) {
  const std::vector<std::string> where = places(document);
  std::vector<Json> all;
  for (std::size_t left = where.size(); left > 0 && where.size() > 2; --left) {
    all.push_back(without_node(document, static_cast<std::uint32_t>(left - 1), where));
  }
  return all;
}

std::vector<Json> with_plainer_worlds(const Json& document) {
  std::vector<Json> all;
  const Json network = document.value("network", Json::object());
  if (network.contains("cities")) {
    Json placeless = document;
    placeless["network"].erase("cities");
    placeless["network"]["topology"]["nodes"] = places(document).size();
    all.push_back(std::move(placeless));
  }
  const Json no_demand{{"kind", "none"}};
  if (document.value("workload", Json::object()) != no_demand) {
    Json idle = document;
    idle["workload"] = no_demand;
    all.push_back(std::move(idle));
  }
  return all;
}

}  // namespace callo::sim
