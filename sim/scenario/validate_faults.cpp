#include <algorithm>
#include <set>

#include "sim/scenario/places.hpp"
#include "sim/scenario/suggestion.hpp"
#include "sim/scenario/validation.hpp"

namespace callo::sim {

namespace {

class FaultValidator : private Validation {
 public:
  using Validation::Validation;

  void check_faults();

 private:
  void check_groups(const std::string& path, const FaultSpec& fault);
  void check_fault(const std::string& path, const FaultSpec& fault);
  template <typename Named>
  void check_name(const std::string& key, const std::string& name, const Named& named,
                  const char* table);
  void check_countries(const std::string& key, const std::vector<std::string>& countries);
  void check_stages(const std::string& path, const FaultSpec& fault);
  void check_disk(const std::string& path, const FaultSpec& fault);
  void check_network_groups();
  bool is_bandwidth_modelled() const;
};

void FaultValidator::check_network_groups() {
  for (const auto& [name, links] : spec().network.risk_groups) {
    const std::string key = "network.risk_groups." + name;
    check_link_selectors(key, links);
    for (std::size_t i = 0; i < links.size() && is_map_sound() && are_sound({key}); ++i) {
      if (links[i].find("->") != std::string::npos) {
        reading().refuse(element_of(key, i), "a cable carries both ways: write \"A-B\"");
      }
    }
  }
  for (const auto& [name, nodes] : spec().network.sites) {
    check_node_selectors("network.sites." + name, nodes);
  }
}

void FaultValidator::check_faults() {
  check_network_groups();
  std::set<std::string> ids;
  for (std::size_t i = 0; i < spec().faults.size(); ++i) {
    const std::string path = element("fault", i);
    check_fault(path, spec().faults[i]);
    if (!ids.insert(spec().faults[i].id).second && are_sound({path + ".id", path + ".kind"})) {
      reading().refuse(path + ".id", "two faults have the id '" + spec().faults[i].id + "'");
    }
  }
}

void FaultValidator::check_fault(const std::string& path, const FaultSpec& fault) {
  const Kind* kind = find_kind(fault_kinds(), fault.kind);
  if (kind != nullptr && are_sound({path + ".kind"})) {
    check_kind_keys(path, *kind, "fault",
                    {"nodes", "links", "cities", "groups", "disk", "one_way", "probability",
                     "delay", "offset_ms", "drift_ppm", "group", "site", "countries",
                     "common_cause", "stages", "rejoin", "period", "factor", "bandwidth"});
  }
  check_within_run(path + ".at", fault.at);
  check_node_selectors(path + ".nodes", fault.nodes);
  check_link_selectors(path + ".links", fault.links);
  check_city_selectors(path + ".cities", fault.cities);
  check_countries(path + ".countries", fault.countries);
  check_groups(path, fault);
  check_name(path + ".group", fault.group, spec().network.risk_groups, "network.risk_groups");
  check_name(path + ".site", fault.site, spec().network.sites, "network.sites");
  check_stages(path, fault);
  check_disk(path, fault);
  if (fault.kind == "bandwidth_cut" && are_sound({"network.fidelity"}) &&
      !is_bandwidth_modelled()) {
    reading().refuse(path + ".kind", "no class of messages meets a limited bandwidth",
                     "choose \"queue\" or \"fluid\" in network.fidelity");
  }
}

bool FaultValidator::is_bandwidth_modelled() const {
  const FidelitySpec& fidelity = spec().network.fidelity;
  return fidelity.votes != Fidelity::latency || fidelity.blocks != Fidelity::latency ||
         fidelity.transactions != Fidelity::latency;
}

template <typename Named>
void FaultValidator::check_name(const std::string& key, const std::string& name, const Named& named,
                                const char* table) {
  if (!name.empty() && !named.contains(name) && are_sound({key, table})) {
    std::vector<std::string> names;
    for (const auto& [known, members] : named) {
      names.push_back(known);
    }
    reading().refuse(key, "there is no '" + name + "' in " + table, suggest(name, names));
  }
}

void FaultValidator::check_countries(const std::string& key,
                                     const std::vector<std::string>& countries) {
  const std::vector<std::string> known = countries_of(map());
  for (std::size_t i = 0; i < countries.size() && is_map_sound(); ++i) {
    if (std::find(known.begin(), known.end(), countries[i]) == known.end()) {
      reading().refuse(element_of(key, i), "no node stands in the country '" + countries[i] + "'",
                       suggest(countries[i], known));
    }
  }
}

// Ascending, each of them says one thing, and `for` says the end of those that do not restore.
void FaultValidator::check_stages(const std::string& path, const FaultSpec& fault) {
  for (std::size_t i = 0; i < fault.stages.size() && are_sound({path + ".stages"}); ++i) {
    const StageSpec& stage = fault.stages[i];
    const std::string key = element(path + ".stages", i);
    const bool is_impaired = stage.loss.parts_per_million != 0 || stage.extra_rtt != Duration{};
    const int said = (stage.down ? 1 : 0) + (is_impaired ? 1 : 0) + (stage.restore ? 1 : 0);
    if (said != 1) {
      reading().refuse(key,
                       "a stage says one of down, restore, and loss with or without extra_rtt");
    } else if (i > 0 && stage.at <= fault.stages[i - 1].at) {
      reading().refuse(key + ".at", "a stage is not after the one before it");
    } else if (stage.restore && i + 1 < fault.stages.size()) {
      reading().refuse(key + ".restore", "nothing comes after the stage that restores all");
    } else if (fault.duration && (stage.restore || stage.at >= *fault.duration)) {
      reading().refuse(key + ".at", "'for' ends the fault before this stage, or in its place",
                       "leave out 'for'");
    }
    check_within_run(key + ".at", fault.at + stage.at);
  }
}

void FaultValidator::check_disk(const std::string& path, const FaultSpec& fault) {
  const bool has_rejoin = reading().was_given(path + ".rejoin");
  if (has_rejoin && !is_refused(fault.disk) && are_sound({path + ".disk"})) {
    reading().refuse(path + ".rejoin", "'rejoin' is for a disk that the node refuses",
                     "that is one of corrupt, lost_write and misdirected_write");
  }
  if (has_rejoin && !fault.duration) {
    reading().refuse(path + ".rejoin", "'rejoin' counts from the end of 'for', which is missing");
  }
  if (is_refused(fault.disk) && !has_rejoin && fault.duration) {
    reading().refuse(path + ".disk", "a node refuses such a disk, and nothing says when it rejoins",
                     "give 'rejoin', or leave out 'for'");
  }
}

void FaultValidator::check_groups(const std::string& path, const FaultSpec& fault) {
  std::set<std::uint32_t> seen;
  for (std::size_t i = 0; i < fault.groups.size(); ++i) {
    const std::string group = path + ".groups[" + std::to_string(i) + "]";
    check_node_selectors(group, fault.groups[i]);
    if (!is_map_sound() || !are_sound({group})) {
      continue;
    }
    for (const std::uint32_t node : resolve_nodes(map(), fault.groups[i])) {
      if (!seen.insert(node).second) {
        reading().refuse(group, "n" + std::to_string(node) + " is in two groups");
        break;
      }
    }
  }
  if (fault.groups.size() == 1 && seen.size() == map().nodes() && is_map_sound()) {
    reading().refuse(path + ".groups", "the one group holds every node: nothing is cut");
  }
  if (fault.one_way && fault.groups.size() > 2 && are_sound({path + ".groups"})) {
    reading().refuse(path + ".groups", "a one-way partition has one or two groups");
  }
}

}  // namespace

void validate_faults(Reading& reading, const ScenarioSpec& spec) {
  FaultValidator{reading, spec}.check_faults();
}

}  // namespace callo::sim
