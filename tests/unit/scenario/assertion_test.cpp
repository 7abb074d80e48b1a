#include "sim/scenario/assertion.hpp"

#include "sim/scenario/expectations.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

bool holds(const std::string& text, const Metrics& metrics) {
  const Result<Assertion> assertion = parse_assertion(text);
  INFO((assertion ? text : assertion.error().message));
  REQUIRE(assertion);
  return assertion->holds(metrics);
}

TEST_CASE("assertion: metrics are compared exactly, in their units") {
  Metrics metrics = measure({});
  metrics["commits"] = 20;
  metrics["finality_s.p99"] = 2'999'999'999;
  metrics["throughput_tps"] = 40'000'000;
  metrics["bytes"] = 65'536;
  CHECK(holds("commits >= 20", metrics));
  CHECK_FALSE(holds("commits > 20", metrics));
  CHECK(holds("commits==20", metrics));
  CHECK(holds("commits != 21", metrics));
  CHECK(holds("finality.p99 < 3s", metrics));
  CHECK(holds("finality_s.p99 <= 2.999999999", metrics));
  CHECK_FALSE(holds("finality.p99 < 2999ms", metrics));
  CHECK(holds("throughput >= 40/s", metrics));
  CHECK_FALSE(holds("throughput_tps > 40", metrics));
  CHECK(holds("bytes <= 64KiB", metrics));
  metrics["repair.frames_share"] = 62'500;
  CHECK(holds("repair.frames_share == 0.0625", metrics));
  CHECK_FALSE(holds("repair.frames_share < 0.06", metrics));
  CHECK(parse_assertion("repair.frames_share < 1")->measured(metrics) == "0.0625");
}

TEST_CASE("assertion: what is infinite is above every bound") {
  Metrics metrics = measure({});
  metrics["finality_s.p99"] = std::nullopt;
  CHECK_FALSE(holds("finality.p99 < 1000d", metrics));
  CHECK_FALSE(holds("finality.p99 == 1s", metrics));
  CHECK(holds("finality.p99 > 1000d", metrics));
  CHECK(parse_assertion("finality.p99 < 3s")->measured(metrics) == "infinite");
}

TEST_CASE("assertion: what cannot be understood says why") {
  CHECK(parse_assertion("comits >= 20").error().message ==
        "unknown metric 'comits': did you mean 'commits'?");
  CHECK(parse_assertion("finality.p9 < 3s").error().message ==
        "unknown metric 'finality.p9': did you mean 'finality.p90'?");
  for (const char* text : {"", "commits", "commits =< 3", "commits >= ", "commits >= x", "< 3",
                           "commits >= 1.5", "commits >= 3s", "finality.p99 < 3/s",
                           "after(cut): recovery_s < 120", "throughput >= 40s"}) {
    INFO(text);
    CHECK_FALSE(parse_assertion(text));
  }
}

TEST_CASE("expectations: any broken claim fails a run, unless it is the one that must break") {
  RunRecord record;
  ScenarioSpec spec;
  CHECK(all_hold(judge(spec, record)));
  record.violations.push_back({"agreement", 1, {}, std::nullopt, ""});
  CHECK_FALSE(all_hold(judge(spec, record)));
  spec.expect.violation = "agreement";
  CHECK(all_hold(judge(spec, record)));
  record.violations.push_back({"nobody_framed", 1, {}, std::nullopt, ""});
  CHECK_FALSE(all_hold(judge(spec, record)));
}

TEST_CASE("expectations: a claim that must break and holds fails the run, unless some seeds do") {
  RunRecord record;
  ScenarioSpec spec;
  spec.expect.violation = "agreement";
  CHECK_FALSE(all_hold(judge(spec, record)));
  spec.expect.violation_seeds = ViolationSeeds::some;
  CHECK(all_hold(judge(spec, record)));
}

}  // namespace
}  // namespace callo::sim
