#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <tl/expected.hpp>

#include "sim/scenario/diagnostics.hpp"
#include "sim/scenario/spec.hpp"

namespace callo::sim {

// A whole, validated scenario, or everything that is wrong with it.
using ScenarioResult = tl::expected<ScenarioSpec, Diagnostics>;

// `overrides` are "a.b=value", put in place before validation. `file` names the text in messages;
// its stem must be the scenario's name, except "failure", which is what a run writes to be
// replayed.
ScenarioResult read_scenario(const std::string& text, const std::filesystem::path& file,
                             const std::vector<std::string>& overrides = {});

// As above; a file that cannot be read is the one diagnostic.
ScenarioResult read_scenario_file(const std::filesystem::path& file,
                                  const std::vector<std::string>& overrides = {});

}  // namespace callo::sim
