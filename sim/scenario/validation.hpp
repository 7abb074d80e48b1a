#pragma once

#include <initializer_list>
#include <optional>
#include <string>

#include "sim/scenario/kinds.hpp"
#include "sim/scenario/reading.hpp"
#include "sim/scenario/selectors.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// What the checks of one table of a scenario have in common. Each complains in the reading, and of
// nothing that rests on a key that was refused already.
class Validation {
 public:
  Validation(Reading& reading, const ScenarioSpec& spec)
      : reading_(reading), spec_(spec), map_(spec.network) {}

 protected:
  using Keys = std::initializer_list<std::string>;

  Reading& reading() { return reading_; }

  const ScenarioSpec& spec() const { return spec_; }

  const NodeMap& map() const { return map_; }

  bool are_sound(Keys keys) const {
    for (const std::string& key : keys) {
      if (!reading_.is_sound(key)) {
        return false;
      }
    }
    return true;
  }

  bool is_map_sound() const {
    return are_sound({"network.topology", "network.cities"}) && spec_.network.topology.nodes != 0;
  }

  void check_within_run(const std::string& key, Duration instant);
  void check_window(const std::string& table, Duration from, const std::optional<Duration>& until);
  void check_node_selectors(const std::string& key, const NodeSelectors& selectors);
  void check_link_selectors(const std::string& key, const LinkSelectors& selectors);
  void check_city_selectors(const std::string& key, const std::vector<std::string>& cities);
  // Which keys a kind of fault or a behaviour needs and understands; the noun says which of both.
  void check_kind_keys(const std::string& path, const Kind& kind, const char* noun,
                       std::initializer_list<const char*> optional_keys);

  // Where the i-th element of a list stands that may have been written as a single string.
  std::string element_of(const std::string& list, std::size_t index) const {
    const std::string path = element(list, index);
    return reading_.was_given(path) ? path : list;
  }

  static std::string element(const std::string& list, std::size_t index) {
    return list + "[" + std::to_string(index) + "]";
  }

 private:
  Reading& reading_;
  const ScenarioSpec& spec_;
  NodeMap map_;
};

void validate_faults(Reading& reading, const ScenarioSpec& spec);
void validate_traitors(Reading& reading, const ScenarioSpec& spec);
void validate_adversary(Reading& reading, const ScenarioSpec& spec);
// What is drawn from the seed, and how many traitors there are altogether.
void validate_random(Reading& reading, const ScenarioSpec& spec);

}  // namespace callo::sim
