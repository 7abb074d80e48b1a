#pragma once

#include <string>

#include "sim/scenario/field.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// The fully resolved scenario as TOML: reading it gives the same spec.
std::string to_toml(const ScenarioSpec& spec);
// As comments: which node stands where.
std::string node_map_comments(const ScenarioSpec& spec);

// Any tree of JSON values without nulls as TOML: the root's tables as [table], lists of tables as
// [[table]], deeper tables inline.
std::string json_to_toml(const Json& root);

}  // namespace callo::sim
