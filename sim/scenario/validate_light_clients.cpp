#include "sim/scenario/validate_light_clients.hpp"

#include <algorithm>

#include "sim/scenario/suggestion.hpp"

namespace callo::sim {

namespace {

bool resolve(Reading& reading, const NodeMap& map, const std::string& key,
             const NodeSelectors& selectors) {
  bool is_sound = reading.is_sound(key);
  for (std::size_t i = 0; i < selectors.size() && is_sound; ++i) {
    if (const auto nodes = resolve_node(map, selectors[i]); !nodes) {
      const std::string element = key + "[" + std::to_string(i) + "]";
      reading.refuse(reading.was_given(element) ? element : key, nodes.error().message);
      is_sound = false;
    }
  }
  return is_sound;
}

void check_peers(Reading& reading, const NodeMap& map, const std::string& path,
                 const LightClientSpec& client) {
  const bool is_primary_known = resolve(reading, map, path + ".primary", client.primary);
  const bool are_witnesses_known = resolve(reading, map, path + ".witnesses", client.witnesses);
  if (!is_primary_known || !are_witnesses_known) {
    return;
  }
  const std::vector<std::uint32_t> primary = resolve_nodes(map, client.primary);
  const std::vector<std::uint32_t> witnesses = resolve_nodes(map, client.witnesses);
  if (primary.size() != 1) {
    reading.refuse(path + ".primary",
                   "a light client has one primary, not " + std::to_string(primary.size()),
                   "name one node, for instance \"n0\"");
  } else if (witnesses.empty()) {
    reading.refuse(path + ".witnesses", "a light client needs a witness",
                   "name another node, for instance \"n1\"");
  } else if (std::binary_search(witnesses.begin(), witnesses.end(), primary.front())) {
    reading.refuse(path + ".witnesses", "n" + std::to_string(primary.front()) +
                                            " is the primary, and no witness of itself");
  }
}

}  // namespace

void validate_light_clients(Reading& reading, const ScenarioSpec& spec, const NodeMap* map) {
  for (std::size_t i = 0; i < spec.light_clients.size(); ++i) {
    const LightClientSpec& client = spec.light_clients[i];
    const std::string path = "light_clients[" + std::to_string(i) + "]";
    if (client.at >= spec.duration && reading.is_sound(path + ".at") &&
        reading.is_sound("duration")) {
      reading.refuse(path + ".at", "'" + path + ".at' = " + to_text(client.at) +
                                       " is not before the end of the run, " +
                                       to_text(spec.duration));
    }
    if (map == nullptr) {
      continue;
    }
    check_peers(reading, *map, path, client);
    const auto& cities = map->cities();
    const bool is_somewhere =
        client.city.empty() || std::find(cities.begin(), cities.end(), client.city) != cities.end();
    if (!is_somewhere && reading.is_sound(path + ".city")) {
      reading.refuse(path + ".city", "no node stands in '" + client.city + "'",
                     suggest(client.city, cities));
    }
  }
}

}  // namespace callo::sim
