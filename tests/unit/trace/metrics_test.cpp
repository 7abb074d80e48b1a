#include "sim/trace/metrics.hpp"

#include <nlohmann/json.hpp>

#include "sim/trace/summary.hpp"
#include "sim/trace/tables.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

using std::chrono::seconds;

RunRecord small_record() {
  RunRecord record;
  record.digest = "ab12";
  record.simulated = seconds(10);
  for (Height height = 1; height <= 3; ++height) {
    BlockRow block;
    block.height = height;
    block.first_commit_at = seconds(height * height);
    record.blocks.push_back(block);
  }
  for (int i = 0; i < 4; ++i) {
    TransactionRow row;
    row.scheduled_at = seconds(1);
    if (i < 3) {
      row.committed_at = seconds(2 + i);
    }
    record.transactions.push_back(row);
  }
  return record;
}

TEST_CASE("metrics: percentiles are nearest ranks, unfinished ones count as infinite") {
  const std::vector<std::int64_t> values{10, 20, 30, 40};
  CHECK(percentile(values, 0, 50) == 20);
  CHECK(percentile(values, 0, 51) == 30);
  CHECK(percentile(values, 0, 100) == 40);
  CHECK(percentile(values, 1, 50) == 30);
  CHECK_FALSE(percentile(values, 1, 100));
  CHECK(percentile(values, 4, 50) == 40);
  CHECK_FALSE(percentile(values, 5, 50 + 1));
  CHECK_FALSE(percentile({}, 0, 50));
}

TEST_CASE("metrics: latency counts from the scheduled submission") {
  const Metrics metrics = measure(small_record());
  CHECK(metrics.at("finality_s.p50") == 2'000'000'000);
  CHECK_FALSE(metrics.at("finality_s.max"));
  CHECK(metrics.at("unfinished") == 1);
  CHECK(metrics.at("throughput_tps") == 300'000);
  CHECK(metrics.at("block_interval_s.max") == 5'000'000'000);
  CHECK(metrics.at("commits") == 3);
}

TEST_CASE("metrics: no fault is nothing to recover from, no recovery is infinite") {
  RunRecord record;
  CHECK(measure(record).at("recovery_s") == 0);
  record.is_recovery_known = true;
  CHECK_FALSE(measure(record).at("recovery_s"));
  record.recovery = seconds(4);
  CHECK(measure(record).at("recovery_s") == 4'000'000'000);
}

TEST_CASE("metrics: what a height costs is of all kinds, the share of repair of agreement's own") {
  RunRecord record = small_record();
  record.message_kinds = {{"status", {100, 9'000}, 90, false},
                          {"prevote", {20, 2'000}, 20, true},
                          {"block_part", {10, 8'000}, 10, true}};
  record.repaired = {3, 1'000};
  record.verifications = 7;
  const Metrics metrics = measure(record);
  CHECK(metrics.at("per_height.frames") == 43'333'333);
  CHECK(metrics.at("per_height.bytes") == 6'333'333'333);
  CHECK(metrics.at("per_height.verifications") == 2'333'333);
  CHECK(metrics.at("repair.frames_share") == 100'000);
  CHECK(metrics.at("repair.bytes_share") == 100'000);
  const auto summary = summary_json(record, {});
  CHECK(summary["message_kinds"]["prevote"]["bytes_sent"] == 2'000);
  CHECK(summary["message_kinds"]["status"]["frames_delivered"] == 90);
  CHECK(summary["repair"]["frames_share"] == 0.1);
}

TEST_CASE("metrics: nothing sent has no share and no height has no cost") {
  const Metrics metrics = measure(RunRecord{});
  CHECK_FALSE(metrics.at("per_height.frames"));
  CHECK_FALSE(metrics.at("repair.frames_share"));
  CHECK(metrics.at("verifications") == 0);
}

TEST_CASE("metrics: a decision counts from the first proposal of its height, whatever the round") {
  RunRecord record = small_record();
  record.blocks[0].first_proposed_at = seconds(1);
  record.blocks[0].proposed_at = seconds(4);
  record.blocks[0].committed_at = seconds(6);
  CHECK(measure(record).at("decision_s.max") == 5'000'000'000);
}

TEST_CASE("metrics: aliases name the same metric") {
  CHECK(find_metric("finality.p99")->name == "finality_s.p99");
  CHECK(find_metric("throughput")->name == "throughput_tps");
  CHECK(find_metric("block_interval.p50")->name == "block_interval_s.p50");
  CHECK(find_metric("finality") == nullptr);
}

TEST_CASE("summary: it has every agreed key") {
  const auto summary = summary_json(small_record(), {{"commits >= 1", true, "3"}});
  for (const char* key :
       {"digest",        "events",           "messages",     "bytes",          "sim_seconds",
        "commits",       "rounds",           "transactions", "throughput_tps", "unfinished",
        "finality_s",    "block_interval_s", "recovery_s",   "ceilings",       "evidence",
        "violations",    "expectations",     "volatile",     "decision_s",     "signatures",
        "verifications", "message_kinds",    "repair",       "per_height"}) {
    INFO(key);
    CHECK(summary.contains(key));
  }
  CHECK(summary["finality_s"]["max"].is_null());
  CHECK(summary["finality_s"]["p50"] == 2.0);
  CHECK(summary["expectations"][0]["holds"] == true);
  CHECK(summary["violations"].is_array());
  CHECK(summary["volatile"].contains("messages_per_cpu_second"));
}

TEST_CASE("metrics: light clients are as far as the one furthest behind") {
  RunRecord record = small_record();
  CHECK_FALSE(measure(record).at("light_clients.height").has_value());
  CHECK(measure(record).at("light_clients.count") == 0);
  record.light_clients.resize(2);
  record.light_clients[0].height = 7;
  CHECK(measure(record).at("light_clients.height") == 0);  // and not infinite
  record.light_clients[1].height = 5;
  record.light_clients[1].halted_at = std::chrono::seconds{3};
  record.light_culprits = {1, 4};
  const Metrics metrics = measure(record);
  CHECK(metrics.at("light_clients.count") == 2);
  CHECK(metrics.at("light_clients.height") == 5);
  CHECK(metrics.at("light_clients.attacks") == 1);
  CHECK(metrics.at("light_clients.culprits") == 2);
  CHECK(csv_tables(record).contains("light_clients.csv"));
}

TEST_CASE("tables: rows have as many cells as the header, quoted where needed") {
  RunRecord record = small_record();
  record.nodes.push_back({0, "a, \"b\"", "Lagos", 0, {1, 2}, "", 3, 3, 1, 1, 1, 1, 0});
  const auto tables = csv_tables(record);
  CHECK(tables.size() == 5);
  CHECK(tables.at("blocks.csv") ==
        "height,round,proposer,proposed_at_s,committed_at_s,first_commit_at_s,transactions,bytes,"
        "block_hash\n"
        "1,0,0,0.000000000,,1.000000000,0,0,\n"
        "2,0,0,0.000000000,,4.000000000,0,0,\n"
        "3,0,0,0.000000000,,9.000000000,0,0,\n");
  CHECK(tables.at("nodes.csv").find("0,\"a, \"\"b\"\"\",Lagos,0,1 2,,3,") != std::string::npos);
}

}  // namespace
}  // namespace callo::sim
