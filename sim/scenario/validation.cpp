#include "sim/scenario/validation.hpp"

#include <algorithm>

#include "sim/scenario/suggestion.hpp"

namespace callo::sim {

void Validation::check_within_run(const std::string& key, Duration instant) {
  if (instant >= spec_.duration && instant != Duration{} && are_sound({key, "duration"})) {
    reading_.refuse(key, "'" + key + "' = " + to_text(instant) +
                             " is not before the end of the run, " + to_text(spec_.duration));
  }
}

void Validation::check_window(const std::string& table, Duration from,
                              const std::optional<Duration>& until) {
  check_within_run(table + ".from", from);
  if (until && *until <= from && are_sound({table + ".from", table + ".until"})) {
    reading_.refuse(table + ".until", "'" + table + ".until' is not after '" + table + ".from'");
  }
}

void Validation::check_node_selectors(const std::string& key, const NodeSelectors& selectors) {
  for (std::size_t i = 0; i < selectors.size() && is_map_sound() && are_sound({key}); ++i) {
    if (const auto nodes = resolve_node(map_, selectors[i]); !nodes) {
      reading_.refuse(element_of(key, i), nodes.error().message);
    }
  }
}

void Validation::check_link_selectors(const std::string& key, const LinkSelectors& selectors) {
  for (std::size_t i = 0; i < selectors.size() && is_map_sound() && are_sound({key}); ++i) {
    if (const auto links = resolve_link(map_, selectors[i]); !links) {
      reading_.refuse(element_of(key, i), links.error().message);
    }
  }
}

void Validation::check_city_selectors(const std::string& key,
                                      const std::vector<std::string>& cities) {
  for (std::size_t i = 0; i < cities.size() && is_map_sound(); ++i) {
    const auto& known = map_.cities();
    if (std::find(known.begin(), known.end(), cities[i]) == known.end()) {
      reading_.refuse(element_of(key, i), "no node stands in '" + cities[i] + "'",
                      suggest(cities[i], known));
    }
  }
}

void Validation::check_kind_keys(const std::string& path, const Kind& kind, const char* noun,
                                 std::initializer_list<const char*> optional_keys) {
  std::string understood;
  for (const auto* list : {&kind.needs, &kind.takes}) {
    for (const std::string& key : *list) {
      understood += (understood.empty() ? "" : ", ") + key;
    }
  }
  for (const char* key : optional_keys) {
    if (reading_.was_given(path + "." + key) && !kind.understands(key)) {
      reading_.refuse(
          path + "." + key,
          "'" + std::string(key) + "' means nothing to the " + noun + " '" + kind.name + "'",
          "it understands " + understood);
    }
  }
  for (const std::string& key : kind.needs) {
    if (!reading_.was_given(path + "." + key)) {
      reading_.refuse(path + "." + key,
                      "the " + std::string(noun) + " '" + kind.name + "' needs '" + key + "'",
                      kind.description);
    }
  }
}

}  // namespace callo::sim
