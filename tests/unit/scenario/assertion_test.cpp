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
                           "after(cut) recovery_s < 120", "throughput >= 40s"}) {
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

// A fault from 10 s to 20 s of a run of 40 s; blocks at 5, 15 and 26 s, a payment a block.
RunRecord record_with_fault() {
  RunRecord record;
  record.simulated = std::chrono::seconds{40};
  for (const int second : {5, 15, 26}) {
    BlockRow block;
    block.height = record.blocks.size() + 1;
    block.first_commit_at = std::chrono::seconds{second};
    record.blocks.push_back(block);
    TransactionRow payment;
    payment.scheduled_at = std::chrono::seconds{second - 1};
    payment.committed_at = std::chrono::seconds{second};
    record.transactions.push_back(payment);
  }
  FaultRow fault;
  fault.id = "cut";
  fault.at = std::chrono::seconds{10};
  fault.until = std::chrono::seconds{20};
  record.faults.push_back(fault);
  return record;
}

bool judged(const std::string& text) {
  ScenarioSpec spec;
  spec.expect.assertions = {text};
  return judge(spec, record_with_fault()).back().holds;
}

TEST_CASE("assertion: one over a fault speaks of its time, or of the time after it") {
  CHECK(judged("during(cut): commits == 1"));
  CHECK(judged("after(cut): commits == 1"));
  CHECK(judged("commits == 3"));
  CHECK(judged("after(cut): recovery_s == 6"));
  CHECK_FALSE(judged("after(cut): recovery < 5s"));
  CHECK(judged("during(cut): throughput_tps == 0.1"));
  CHECK(judged("after( cut ) : throughput == 0.05"));
  CHECK(judged("during(cut): finality.max == 1s"));
  CHECK_FALSE(judged("during(other): commits >= 0"));
}

TEST_CASE("assertion: what is no part of a run, or cannot be measured for one, is refused") {
  CHECK(parse_assertion("before(cut): commits > 1").error().message.find("no part of a run") !=
        std::string::npos);
  CHECK(parse_assertion("during(cut): messages > 1").error().message.find("whole run only") !=
        std::string::npos);
  CHECK_FALSE(parse_assertion("during(cut) commits > 1"));
}

}  // namespace
}  // namespace callo::sim
