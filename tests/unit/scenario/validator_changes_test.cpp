#include "sim/scenario/reader.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

ScenarioResult read_with(const std::string& more) {
  return read_scenario("name = \"x\"\nduration = \"60s\"\nnetwork = { topology = { nodes = 4 } }\n" +
                           more,
                       "x.toml", {});
}

std::string change(const std::string& keys) {
  return "[[validator_changes]]\n" + keys + "\n";
}

bool is_refused(const std::string& more, const std::string& key) {
  const ScenarioResult spec = read_with(more);
  REQUIRE_FALSE(spec);
  INFO(spec.error().render());
  return spec.error().render().find(key) != std::string::npos;
}

TEST_CASE("validator changes: are read, from the genesis on when no time is given") {
  const ScenarioResult spec =
      read_with(change("node = 3\npower = 0") + change("at = \"9s\"\nnode = \"n3\"\npower = 7"));
  REQUIRE(spec);
  REQUIRE(spec->validator_changes.size() == 2);
  CHECK(spec->validator_changes[0].at == Duration{});
  CHECK(spec->validator_changes[1].at == std::chrono::seconds{9});
  CHECK(spec->validator_changes[1].power == 7);
}

TEST_CASE("validator changes: what cannot be is refused") {
  CHECK(is_refused(change("node = 3"), "power"));
  CHECK(is_refused(change("node = 9\npower = 1"), "n9"));
  CHECK(is_refused(change("at = \"60s\"\nnode = 3\npower = 1"), "not before the end"));
  CHECK(is_refused(change("node = 3\npower = 1") + change("node = 3\npower = 2"), "twice"));
  CHECK(is_refused(change("at = \"9s\"\nnode = \"all\"\npower = 0"), "nobody has power"));
}

TEST_CASE("validator changes: traitors may not come to hold a third unannounced") {
  const std::string traitor = "[[traitor]]\nnodes = [3]\nbehaviour = \"silent\"\n";
  CHECK(read_with(traitor));
  CHECK(is_refused(change("at = \"9s\"\nnode = 3\npower = 2") + traitor, "a third or more"));
  CHECK(read_with(change("at = \"9s\"\nnode = 3\npower = 2") + traitor +
                  "[expect]\nviolation = \"agreement\"\n"));
}

}  // namespace
}  // namespace callo::sim
