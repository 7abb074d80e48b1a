#include "tests/support/catch.hpp"
#include "tests/support/scenario_runs.hpp"

namespace callo {

using test::run_standalone;
using test::scenario;

namespace {

const char* const kQuickstart = "quickstart/pan-african.toml";
const std::vector<std::string> kLatencyOnly = {
    "network.fidelity.blocks=\"latency\"",
};

}  // namespace

TEST_CASE("determinism: the same seed gives the same digest, another seed another", "[sim]") {
  const sim::ScenarioSpec spec = scenario(kQuickstart, kLatencyOnly);
  const std::string digest = run_standalone(spec, 1).digest;
  CHECK(run_standalone(spec, 1).digest == digest);
  CHECK(run_standalone(spec, 2).digest != digest);
}

TEST_CASE("determinism: remembering decoded frames and checked signatures changes nothing",
          "[sim]") {
  const std::string way = GENERATE("direct", "flood", "tree", "exchange");
  std::vector<std::string> settings{"network.fidelity.blocks=\"latency\"", "crypto=\"modelled\"",
                                    "consensus.dissemination=\"" + way + "\""};
  if (way == "direct") {
    settings.push_back("network.topology={kind=\"complete\",nodes=16}");
  }
  INFO(way);
  const sim::ScenarioSpec spec = scenario(kQuickstart, settings);
  const sim::RunRecord with = run_standalone(spec, 1, true);
  const sim::RunRecord without = run_standalone(spec, 1, false);
  CHECK(with.digest == without.digest);
  CHECK(with.blocks.size() == without.blocks.size());
  CHECK(with.blocks.size() >= 10);
}

TEST_CASE("determinism: modelled and real signatures agree on the same blocks", "[sim]") {
  std::vector<std::string> modelled = kLatencyOnly;
  modelled.push_back("crypto=\"modelled\"");
  const sim::RunRecord real = run_standalone(scenario(kQuickstart, kLatencyOnly), 1);
  const sim::RunRecord stand_in = run_standalone(scenario(kQuickstart, modelled), 1);
  REQUIRE(real.blocks.size() == stand_in.blocks.size());
  for (std::size_t index = 0; index < real.blocks.size(); ++index) {
    CHECK(real.blocks[index].round == stand_in.blocks[index].round);
    CHECK(real.blocks[index].proposer == stand_in.blocks[index].proposer);
    CHECK(real.blocks[index].transactions == stand_in.blocks[index].transactions);
  }
  REQUIRE(real.transactions.size() == stand_in.transactions.size());
  for (std::size_t index = 0; index < real.transactions.size(); ++index) {
    CHECK(real.transactions[index].id == stand_in.transactions[index].id);
    CHECK(real.transactions[index].height == stand_in.transactions[index].height);
  }
}

TEST_CASE("determinism: a cut, a crash and a lie each change the digest", "[sim]") {
  const std::string with_all = run_standalone(scenario(kQuickstart, kLatencyOnly), 1).digest;
  sim::ScenarioSpec spec = scenario(kQuickstart, kLatencyOnly);
  for (std::size_t index = 0; index < spec.faults.size(); ++index) {
    sim::ScenarioSpec without = spec;
    without.faults.erase(without.faults.begin() + static_cast<std::ptrdiff_t>(index));
    INFO("without fault " << spec.faults[index].id);
    CHECK(run_standalone(without, 1).digest != with_all);
  }
  spec.traitors.clear();
  CHECK(run_standalone(spec, 1).digest != with_all);
}

}  // namespace callo
