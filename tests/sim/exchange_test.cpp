// Votes by dimension exchange in whole runs: it decides for every N, within its bound of frames.
#include <bit>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo {

using test::run_standalone;
using test::scenario;

namespace {

sim::RunRecord calm_run(std::uint32_t nodes, const std::string& duration) {
  return run_standalone(
      scenario("paper/exchange.toml",
               {"network.topology={kind=\"hypercube\",nodes=" + std::to_string(nodes) + "}",
                "duration=\"" + duration + "\"", "crypto=\"modelled\""}),
      1);
}

// Everything but block parts, repair and status included.
std::uint64_t frames_but_parts(const sim::RunRecord& record) {
  std::uint64_t frames = 0;
  for (const sim::MessageKindRow& row : record.message_kinds) {
    frames += row.kind == "block_part" ? 0 : row.sent.frames_sent;
  }
  return frames;
}

// 1.5 N log2 N for each of the two phases of a vote; a height under way when the run ends may have
// sent some already.
std::uint64_t frames_max(std::uint32_t nodes, std::uint64_t heights) {
  const auto dimensions = static_cast<std::uint64_t>(std::bit_width(nodes - 1));
  return (heights + 1) * 2 * nodes * dimensions * 3 / 2;
}

}  // namespace

TEST_CASE("exchange: it decides within N log N frames a phase, N a power of two or not", "[sim]") {
  const std::uint32_t nodes = GENERATE(2U, 3U, 5U, 17U, 31U, 33U, 128U, 256U);
  const sim::RunRecord record = calm_run(nodes, "8s");
  INFO(nodes << " nodes, " << record.blocks.size() << " heights");
  CHECK(record.violations.empty());
  CHECK(record.blocks.size() >= 5);
  CHECK(record.rounds == record.blocks.size());
  CHECK(record.blocks.back().committed_at.has_value());
  CHECK(frames_but_parts(record) <= frames_max(nodes, record.blocks.size()));
}

TEST_CASE("exchange: without repair nobody asks and nobody answers", "[sim]") {
  std::vector<std::string> settings{"consensus.status_interval=\"0s\"", "duration=\"12s\"",
                                    "crypto=\"modelled\""};
  const sim::RunRecord record =
      run_standalone(scenario("paper/exchange-with-cuts.toml", settings), 1);
  CHECK(record.repaired.frames_sent == 0);
  for (const sim::MessageKindRow& row : record.message_kinds) {
    INFO(row.kind);
    CHECK((row.kind != "status" || row.sent.frames_sent == 0));
  }
}

}  // namespace callo
