#include "sim/explore/patience.hpp"

#include "sim/explore/trial.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/runner.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// One of ten banks has left, one has lost its disk, one is twins, so that all others must agree.
// The twins let two see +2/3 prevotes of round 0 in time: until one of those two proposes, in round
// 5, the others prevote other blocks.
constexpr const char* kSlowTurn = R"(
name = "patience_test"
seeds = "10703"
duration = "17676ms"
crypto = "modelled"

[network]
topology = { extra_links = 1, placement = "random" }
cities = { Abidjan = 1, Accra = 1, Dakar = 2, Johannesburg = 1, Lagos = 2, Nairobi = 1, Tunis = 2 }
fidelity = { blocks = "latency" }

[consensus]
dissemination = "tree"
timeout_propose = "500ms"
timeout_prevote = "62500us"
timeout_precommit = "500ms"
timeout_commit = "500ms"
snapshot_interval = 1

[workload]
kind = "none"

[[validator_changes]]
at = "1ns"
node = ["n9"]
power = 0

[[fault]]
kind = "clog"
nodes = ["n7"]
at = "1868696893ns"
for = "732169424ns"

[[fault]]
kind = "crash"
nodes = ["n3"]
at = "3734578038ns"
for = "508345263ns"
disk = "wiped"

[[traitor]]
nodes = ["n7"]
behaviour = "twins"
coalition = "random"

[expect]
liveness_after = "4676ms"
liveness_bound = "12s"
)";

// Four banks that hear nothing of each other.
constexpr const char* kDeafForEver = R"(
name = "patience_test"
duration = "8s"
crypto = "modelled"

[network]
topology = { nodes = 4 }
fidelity = { blocks = "latency" }
loss = 1.0

[workload]
kind = "none"

[expect]
liveness_after = "1s"
liveness_bound = "6s"
)";

ScenarioSpec scenario(const char* text) {
  const ScenarioResult read = read_scenario(text, "patience_test.toml");
  INFO((read ? "" : read.error().render()));
  REQUIRE(read);
  return *read;
}

bool breaks_liveness(const ScenarioSpec& spec) {
  RunOptions options;
  options.seed = spec.seeds.first;
  options.engine = HostEngine::standalone;
  const Result<RunRecord> record = run_scenario(spec, options);
  REQUIRE(record);
  return std::any_of(record->violations.begin(), record->violations.end(),
                     [](const ViolationRow& row) { return row.claim == "liveness"; });
}

TEST_CASE("patience: a turn has as many rounds as validators, longer for those before it") {
  ScenarioSpec spec;
  spec.network.topology.nodes = 4;
  spec.consensus.timeout_propose = milliseconds{700};
  spec.consensus.timeout_prevote = milliseconds{200};
  spec.consensus.timeout_precommit = milliseconds{100};
  spec.consensus.timeout_propose_delta = milliseconds{50};
  spec.consensus.timeout_prevote_delta = milliseconds{30};
  spec.consensus.timeout_precommit_delta = milliseconds{20};
  // Rounds of 1.0, 1.1, 1.2, ... s.
  spec.expect.liveness_after = Duration{};
  CHECK(longest_turn(spec) == milliseconds{1'000 + 1'100 + 1'200 + 1'300});
  spec.expect.liveness_after = milliseconds{2'100};
  CHECK(longest_turn(spec) == milliseconds{1'200 + 1'300 + 1'400 + 1'500});
  spec.expect.liveness_after = milliseconds{2'101};
  CHECK(longest_turn(spec) == milliseconds{1'300 + 1'400 + 1'500 + 1'600});
}

TEST_CASE("patience: never shorter than what the scenario claims, and run until it can break") {
  ScenarioSpec spec;
  spec.expect.liveness_after = seconds{5};
  spec.expect.liveness_bound = seconds{1'000};
  const ScenarioSpec patient = with_patience(spec);
  CHECK(patient.expect.liveness_bound == seconds{1'000});
  CHECK(patient.duration > seconds{1'005});
}

TEST_CASE("patience: a stall that ends when one of the locked proposes is no finding") {
  const ScenarioSpec spec = scenario(kSlowTurn);
  REQUIRE(breaks_liveness(spec));
  RunMemory memory;
  CHECK(run_trial(spec, memory).findings.empty());
}

TEST_CASE("patience: a stall that does not end is one, with a date of healing and without") {
  ScenarioSpec dated = scenario(kDeafForEver);
  ScenarioSpec undated = dated;
  undated.expect.liveness_after.reset();
  undated.expect.liveness_bound = seconds{2};
  FaultSpec& crash = undated.faults.emplace_back();
  crash.kind = "crash";
  crash.id = "crash-1";
  crash.nodes = {"n0"};
  crash.at = seconds{1};
  crash.duration = seconds{4};
  for (const ScenarioSpec& spec : {dated, undated}) {
    REQUIRE(breaks_liveness(spec));
    RunMemory memory;
    const Outcome outcome = run_trial(spec, memory);
    REQUIRE(outcome.findings.size() == 1);
    CHECK(outcome.findings.front().claim == "liveness");
    CHECK(outcome.simulated == spec.duration);
  }
}

}  // namespace
}  // namespace callo::sim
