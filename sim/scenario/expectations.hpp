#pragma once

#include <vector>

#include "sim/scenario/spec.hpp"
#include "sim/trace/run_record.hpp"
#include "sim/trace/summary.hpp"

namespace callo::sim {

// Whether the claim broke in this run.
bool is_broken(const RunRecord& record, const std::string& claim);

// What the scenario expects of one run, and what was found. Where a claim is expected to break,
// others may break with it, except those that no number of traitors may break: that no correct key
// equivocates, that nobody is framed, that certificates are valid, and that double signers are
// named. A claim that need only break in some of the seeds is for
// `callo check` to judge; its row holds here either way.
std::vector<ExpectationRow> judge(const ScenarioSpec& spec, const RunRecord& record);

bool all_hold(const std::vector<ExpectationRow>& rows);

}  // namespace callo::sim
