#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "sim/scenario/reader.hpp"
#include "sim/scenario/runner.hpp"

namespace callo::test {

// The scenario at `path` below scenarios/, with "key=value" overrides. A mistake in it is a bug of
// the test.
sim::ScenarioSpec scenario(const std::string& path, const std::vector<std::string>& overrides = {});

// One run without SimGrid; so many of them fit into one process.
sim::RunRecord run_standalone(const sim::ScenarioSpec& spec, std::uint64_t seed, bool memos = true);

// What many runs of one scenario did.
struct SeedStatistics {
  // By kind, "crash", "traitor:silent" …: in how many runs it was drawn, and really did something.
  std::map<std::string, std::uint64_t> drawn;
  std::map<std::string, std::uint64_t> fired;
  std::map<std::string, std::uint64_t> violated;  // by claim: runs
  std::string first_violation;                    // for people
  std::uint64_t accused_honest = 0;               // evidence that names an honest node
  std::uint64_t attributed_breaks = 0;
  std::uint64_t unattributed_breaks = 0;
  std::uint64_t breaks_with_too_few_named = 0;  // attributed, but fewer culprits than `named_min`

  void add(std::uint64_t seed, const sim::RunRecord& record, std::size_t named_min);
  std::string table() const;
};

}  // namespace callo::test
