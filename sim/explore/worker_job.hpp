#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "sim/explore/arm.hpp"
#include "sim/explore/fork_pool.hpp"
#include "sim/explore/outcome.hpp"

namespace callo::sim {

// What the workers of an exploration are asked, as text.

std::string request_for_seed(std::size_t arm, std::uint64_t seed);
std::string request_for_scenario(std::size_t arm, const std::string& toml);

// Answers requests; runs in the workers. What is drawn is written as TOML and read back before it
// runs: what is explored is what a file can say. What it refers to outlives it.
class WorkerJob {
 public:
  WorkerJob(const ScenarioSpec& base, std::span<const Arm* const> arms, ExploreMode mode)
      : base_{base}, arms_{arms}, mode_{mode}, memory_{std::make_shared<RunMemory>()} {}

  std::string operator()(const std::string& request) const;

 private:
  Outcome run_seed(const Arm& arm, std::uint64_t seed) const;

  const ScenarioSpec& base_;
  std::span<const Arm* const> arms_;
  ExploreMode mode_;
  std::shared_ptr<RunMemory> memory_;  // of the worker: a fork has its own
};

// What became of a job; the death of its worker is a finding.
Outcome outcome_of(const JobEnd& end, std::uint64_t seed);

}  // namespace callo::sim
