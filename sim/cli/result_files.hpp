#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sim/scenario/runner.hpp"
#include "sim/scenario/spec.hpp"
#include "sim/trace/summary.hpp"

namespace callo::sim {

// One finished run and what is said about it.
struct FinishedRun {
  const ScenarioSpec& spec;
  std::uint64_t seed{};
  HostEngine engine{};
  const RunRecord& record;
  const std::vector<ExpectationRow>& expectations;
};

std::string name_of(HostEngine engine);

// What the run was made of; equal runs have equal manifests but for "volatile".
nlohmann::ordered_json manifest_json(const FinishedRun& run);

// The scenario that replays this one run: with its seed alone, and its digest as a comment.
std::string failure_toml(const FinishedRun& run);

// Every file of the result folder, by name.
std::map<std::string, std::string> result_files(const FinishedRun& run);

}  // namespace callo::sim
