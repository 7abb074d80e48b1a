#include "sim/explore/shrink.hpp"

#include "sim/explore/document_edits.hpp"
#include "sim/explore/swarm.hpp"
#include "sim/scenario/brief.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/show.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/source_folder.hpp"

namespace callo::sim {
namespace {

const Finding kFinding{FindingKind::violation, "agreement", "two blocks", std::chrono::seconds(2),
                       std::nullopt};

// A scenario fails when `is_bad` says so of it; what the reader refuses does not.
template <typename IsBad>
FindFirst failing_when(IsBad is_bad) {
  return [is_bad](const std::vector<std::string>& texts) -> std::optional<FirstFailure> {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const ScenarioResult spec = read_scenario(texts[i], "failure.toml");
      if (spec && is_bad(*spec)) {
        Outcome outcome;
        outcome.findings = {kFinding};
        return FirstFailure{i, outcome};
      }
    }
    return std::nullopt;
  };
}

template <typename IsBad>
ScenarioSpec shrunk_scenario(const ScenarioSpec& spec, IsBad is_bad) {
  const FindFirst find = failing_when(is_bad);
  const auto first = find({to_brief_toml(spec)});
  REQUIRE(first);
  const Shrunk shrunk =
      shrink(brief_fields(spec), first->outcome, signature_of(kFinding), find, 5'000);
  const ScenarioResult read = read_scenario(json_to_toml(shrunk.document), "failure.toml");
  REQUIRE(read);
  CHECK(is_bad(*read));
  return *read;
}

ScenarioSpec drawn(std::uint64_t seed) {
  const auto base =
      read_scenario_file(test::source_folder() / "scenarios/explore/small-banks.toml");
  REQUIRE(base);
  return draw_swarm_scenario(*base, seed, ExploreMode::budgeted);
}

bool has_fault(const ScenarioSpec& spec, const std::string& kind) {
  return std::any_of(spec.faults.begin(), spec.faults.end(),
                     [&](const FaultSpec& fault) { return fault.kind == kind; });
}

TEST_CASE("shrink: of all that a seed drew only the fault that matters is left, and it is plain") {
  std::uint64_t seed = 1;
  while (!has_fault(drawn(seed), "loss") || drawn(seed).faults.size() < 3) {
    ++seed;
  }
  const ScenarioSpec small = shrunk_scenario(
      drawn(seed), [](const ScenarioSpec& spec) { return has_fault(spec, "loss"); });
  REQUIRE(small.faults.size() == 1);
  CHECK(small.traitors.empty());
  CHECK(small.validator_changes.empty());
  CHECK(small.network.topology.nodes == 2);
  CHECK(small.network.cities.empty());
  CHECK(small.network.jitter == Jitter{});
  CHECK(small.consensus == ConsensusSpec{});
  CHECK(small.faults[0].at == Duration{});
  CHECK(small.faults[0].probability.parts_per_million == kCertain);
  CHECK(small.duration <= std::chrono::seconds(3));
}

TEST_CASE("shrink: two that only fail together both stay") {
  ScenarioSpec spec = drawn(1);
  spec.faults.clear();
  spec.traitors.clear();
  for (const char* kind : {"crash", "pause", "clock_step", "clock_drift"}) {
    FaultSpec fault;
    fault.kind = kind;
    fault.id = kind;
    fault.nodes = {"n0"};
    fault.at = std::chrono::milliseconds(1'234);
    fault.duration = std::chrono::milliseconds(3'210);
    spec.faults.push_back(fault);
  }
  const ScenarioSpec small = shrunk_scenario(spec, [](const ScenarioSpec& candidate) {
    return has_fault(candidate, "crash") && has_fault(candidate, "clock_step");
  });
  CHECK(small.faults.size() == 2);
}

TEST_CASE("shrink: what is needed under one seed alone goes, and so does the time until it fails") {
  std::uint64_t seed = 11;
  while (!has_fault(drawn(seed), "loss")) {
    ++seed;
  }
  const ScenarioSpec without = shrunk_scenario(drawn(seed), [](const ScenarioSpec& spec) {
    return has_fault(spec, "loss") || spec.seeds.first == 5;
  });
  CHECK(without.faults.empty());
  CHECK(without.seeds.first == 5);
  const ScenarioSpec sooner = shrunk_scenario(drawn(seed), [](const ScenarioSpec& spec) {
    return spec.duration >= std::chrono::milliseconds(2'000) ||
           (spec.seeds.first == 3 && spec.duration >= std::chrono::milliseconds(1'000));
  });
  CHECK(sooner.seeds.first == 3);
  CHECK(sooner.duration == std::chrono::milliseconds(1'000));
}

TEST_CASE("edits: with a node goes what is aimed at it alone, and those above move down") {
  const Json document = Json::parse(R"({
    "network": {"topology": {"nodes": 5, "extra_links": 4}},
    "fault": [{"kind": "crash", "nodes": ["n4"]},
              {"kind": "link_down", "links": ["n1-n4", "n0->n3"]},
              {"kind": "partition", "groups": [["n0", "n4"], ["n1", "n2"]]}],
    "traitor": [{"nodes": ["n3"], "behaviour": "silent"}]})");
  const std::vector<Json> candidates = with_one_node_less(document);
  REQUIRE(candidates.size() == 5);
  const Json& without_last = candidates[0];
  CHECK(without_last["network"]["topology"]["nodes"] == 4);
  CHECK(without_last["network"]["topology"]["extra_links"] == 3);
  REQUIRE(without_last["fault"].size() == 2);
  CHECK(without_last["fault"][0]["links"] == Json::array({"n0->n3"}));
  CHECK(without_last["fault"][1]["groups"] == Json::parse(R"([["n0"], ["n1", "n2"]])"));
  const Json& without_first = candidates[4];
  CHECK(without_first["fault"][0]["nodes"] == Json::array({"n3"}));
  CHECK(without_first["fault"][1]["links"] == Json::array({"n0-n3"}));
  CHECK(without_first["traitor"][0]["nodes"] == Json::array({"n2"}));
}

TEST_CASE("edits: a run that is cut keeps what began before and claims no progress") {
  const Json document = Json::parse(R"({
    "duration": "20s",
    "fault": [{"kind": "crash", "at": "1s"}, {"kind": "pause", "at": "4s"}],
    "expect": {"liveness_after": "8s", "liveness_bound": "12s"}})");
  const Json cut = cut_at(document, std::chrono::seconds(4));
  CHECK(cut["duration"] == "4s");
  REQUIRE(cut["fault"].size() == 1);
  CHECK(cut["fault"][0]["kind"] == "crash");
  CHECK_FALSE(cut.contains("expect"));
}

TEST_CASE("edits: dates may come earlier, but the bound of progress stays as long as it is") {
  const Json document = Json::parse(R"({
    "duration": "21s",
    "fault": [{"kind": "crash", "at": "2s", "for": "4s"}],
    "expect": {"liveness_after": "8s", "liveness_bound": "12s"}})");
  const std::vector<Json> candidates = with_earlier_dates(document);
  REQUIRE(candidates.size() == 2);
  CHECK(candidates[0]["fault"][0]["for"] == "2s");
  CHECK(candidates[0]["expect"]["liveness_after"] == "4s");
  CHECK(candidates[0]["duration"] == "17s");
  CHECK(candidates[1]["fault"][0].value("at", "") == "0s");
  CHECK(candidates[1]["expect"]["liveness_after"] == "6s");
  CHECK(candidates[1]["duration"] == "19s");
}

}  // namespace
}  // namespace callo::sim
