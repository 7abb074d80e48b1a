#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/time.hpp"
#include "sim/scenario/field.hpp"

namespace callo::sim {

// Changes of a scenario's document (brief_fields), one thing at a time, that make it smaller. None
// promises a valid scenario: the reader says so.

// One table of a list of the root: a fault, a traitor, a change of the validators.
struct ListedTable {
  std::string list;
  std::size_t index{};
};

std::vector<ListedTable> listed_tables(const Json& document);
Json with_only(const Json& document, const std::vector<ListedTable>& tables);

// Keys that can be left out, as JSON pointers: all but those that name the scenario, that the run
// needs, or that say what is expected of it. `keeps_windows`: nor how long a fault lasts.
std::vector<std::string> removable_keys(const Json& document, bool keeps_windows);
Json without_keys(const Json& document, const std::vector<std::string>& removed);

// One value replaced by a simpler one; the simplest first.
std::vector<Json> with_simpler_values(const Json& document);

// One node less: those above it move down, and with it goes what is aimed at it alone.
std::vector<Json> with_one_node_less(const Json& document);
// Other worlds that say less: no places, no demand.
std::vector<Json> with_plainer_worlds(const Json& document);

// The same scenario under a few other seeds: what is left to chance falls otherwise.
std::vector<Json> with_other_seeds(const Json& document);

// Of the run.
Duration duration_of(const Json& document);
// The run ends at the time; what would begin later is left out, and no progress is claimed.
Json cut_at(const Json& document, Duration end);
// Every date but the end is halved, or comes earlier by the same time: the first fault begins at
// once. A run that claims progress ends as long after the healing as it did.
std::vector<Json> with_earlier_dates(const Json& document);

}  // namespace callo::sim
