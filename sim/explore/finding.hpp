#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/spec.hpp"
#include "sim/trace/run_record.hpp"

namespace callo::sim {

enum class FindingKind : std::uint8_t {
  violation,    // a claim broke
  expectation,  // the scenario's own expectation failed
  crash,        // a failed CHECK, a signal
  time_out,     // the run used up its processor time
  mismatch,     // two runs of one scenario and seed differ
  divergence,   // two ways of running it give different verdicts
  bad_draw,     // what was drawn is no valid scenario
};

// One thing that is wrong with a run.
struct Finding {
  FindingKind kind{};
  std::string claim;   // of a violation the claim, which is its checker's name; else what failed
  std::string detail;  // one line
  Duration time{};     // of the run, when it happened
  std::optional<std::uint32_t> node;

  bool operator==(const Finding&) const = default;
};

std::string name_of(FindingKind kind);

// What all failures of one bug have in common: kind, claim, and the detail without its numbers,
// hashes and nodes. Failures of one signature are taken for one.
std::string signature_of(const Finding& finding);

// What is wrong with a run that ended: what its scenario does not expect. Violations first, in the
// order of happening; a claim twice only with different signatures.
std::vector<Finding> findings_of(const ScenarioSpec& spec, const RunRecord& record);

}  // namespace callo::sim
