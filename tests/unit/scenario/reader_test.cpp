#include "sim/scenario/reader.hpp"

#include <algorithm>

#include "sim/scenario/kinds.hpp"
#include "sim/scenario/show.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/source_folder.hpp"

namespace callo::sim {
namespace {

constexpr const char* kSmall = "name = \"x\"\nnetwork = { topology = { nodes = 4 } }\n";

ScenarioSpec must_read(const std::string& text, const std::vector<std::string>& overrides = {}) {
  const ScenarioResult spec = read_scenario(text, "x.toml", overrides);
  INFO((spec ? "" : spec.error().render()));
  REQUIRE(spec);
  return *spec;
}

std::vector<Diagnostic> must_refuse(const std::string& text,
                                    const std::vector<std::string>& overrides = {}) {
  const ScenarioResult spec = read_scenario(text, "x.toml", overrides);
  REQUIRE_FALSE(spec);
  return spec.error().sorted();
}

// The text with lines appended that need no table before them.
std::string small_with(const std::string& more) {
  return kSmall + more;
}

TEST_CASE("reader: a scenario of the least keys has every default") {
  const ScenarioSpec spec = must_read(kSmall);
  CHECK(spec.network.topology.nodes == 4);
  CHECK(spec.consensus.timeout_propose == std::chrono::seconds(3));
  CHECK(spec.expect.invariants == claim_names());
  CHECK(to_text(spec.start) == "2024-03-14T05:00:00Z");
}

TEST_CASE("reader: ten mistakes are ten errors, each at its place, in order") {
  const std::string text =
      "name = \"y\"\n"                                                    // 1 not the file's name
      "duration = \"60\"\n"                                               // 2 no unit
      "sedes = \"1..3\"\n"                                                // 3 unknown key
      "[network]\n"                                                       //
      "topology = { kind = \"hypercub\", nodes = 16, extra_link = 1 }\n"  // 5 value, key
      "cities = { Lagos = 12, Acra = 4 }\n"                               // 6 unknown city
      "loss = 1.5\n"                                                      // 7 out of range
      "[consensus]\n"                                                     //
      "dissemination = \"gossip\"\n"                                      // 9 no such way
      "[[fault]]\n"                                                       //
      "kind = \"crash\"\n"                                                // 11 needs nodes
      "[expect]\n"                                                        //
      "assert = [\"comits >= 20\"]\n";                                    // 13 unknown metric
  const std::vector<Diagnostic> found = must_refuse(text);
  std::string places;
  for (const Diagnostic& diagnostic : found) {
    places += std::to_string(diagnostic.position.line) + ":" +
              std::to_string(diagnostic.position.column) + " ";
  }
  CHECK(places == "1:8 2:12 3:1 5:21 5:45 6:24 7:8 9:17 10:1 13:11 ");
}

TEST_CASE("reader: an error shows the line, a caret below the mistake and a suggestion") {
  const ScenarioResult spec =
      read_scenario(small_with("[consensus]\ntimeout_propos = \"3s\"\n"), "folder/x.toml");
  REQUIRE_FALSE(spec);
  CHECK(spec.error().render() ==
        "folder/x.toml:4:1: unknown key 'timeout_propos' in 'consensus'\n"
        "    timeout_propos = \"3s\"\n"
        "    ^\n"
        "    did you mean 'timeout_propose'?\n");
}

TEST_CASE("reader: a syntax error and a duplicate key are reported alone, with their place") {
  const auto syntax = must_refuse("name = \"x\"\nduration = \nsedes = 1\n");
  REQUIRE(syntax.size() == 1);
  CHECK(syntax[0].position.line == 2);
  const auto duplicate = must_refuse("name = \"x\"\nname = \"x\"\nsedes = 1\n");
  REQUIRE(duplicate.size() == 1);
  CHECK(duplicate[0].position.line == 2);
}

TEST_CASE("reader: a refused key causes no further complaint") {
  // 99 nodes of four could be meant by nothing else, but the number of nodes itself is wrong.
  const auto found = must_refuse(
      "name = \"x\"\nnetwork = { topology = { nodes = \"4\" } }\n"
      "[[traitor]]\nnodes = [99]\nbehaviour = \"silent\"\n");
  REQUIRE(found.size() == 1);
  CHECK(found[0].position == Position{2, 34});
}

TEST_CASE("reader: selectors that match nothing are errors") {
  CHECK(must_refuse(small_with("[[fault]]\nkind = \"crash\"\nnodes = [1, 4]\n"))[0].position ==
        Position{5, 13});
  CHECK(must_refuse(small_with("[[fault]]\nkind = \"pause\"\nfor = \"1s\"\nnodes = \"Lagos\"\n"))
            .size() == 1);
  CHECK(must_refuse(small_with("[[fault]]\nkind = \"link_down\"\nlinks = \"n1-n1\"\n")).size() ==
        1);
  CHECK(must_refuse(small_with("[[fault]]\nkind = \"link_down\"\nlinks = \"n1\"\n")).size() == 1);
  CHECK(must_refuse(small_with("[[fault]]\nkind = \"region_cut\"\ncities = \"Accra\"\n")).size() ==
        1);
}

TEST_CASE("reader: a light client has one primary, other witnesses, and stands where nodes do") {
  const auto with = [](const std::string& keys) {
    return small_with("[[light_clients]]\n" + keys);
  };
  const ScenarioSpec spec = must_read(with("primary = 0\nwitnesses = [1, \"n2\"]\n"));
  REQUIRE(spec.light_clients.size() == 1);
  CHECK(spec.light_clients[0].primary == NodeSelectors{"n0"});
  CHECK(spec.light_clients[0].trusted_height == 1);
  for (const char* const keys :
       {"primary = 0\n", "witnesses = 1\n", "primary = [0, 1]\nwitnesses = 2\n",
        "primary = 9\nwitnesses = 2\n", "primary = 0\nwitnesses = [2, 0]\n",
        "primary = 0\nwitnesses = []\n", "primary = 0\nwitnesses = 1\nat = \"2h\"\n",
        "primary = 0\nwitnesses = 1\ntrusted_height = 0\n",
        "primary = 0\nwitnesses = 1\ncity = \"Lagos\"\n"}) {
    INFO(keys);
    CHECK(must_refuse(with(keys)).size() == 1);
  }
}

TEST_CASE("reader: more traitors than tolerated need a claim that breaks") {
  const std::string two = "[[traitor]]\nnodes = [1, 2]\nbehaviour = \"equivocate\"\n";
  const auto found = must_refuse(small_with(two));
  REQUIRE(found.size() == 1);
  CHECK(found[0].message == "2 traitors of 4 nodes are more than the 1 that are tolerated");
  CHECK(must_read(small_with(two + "[expect]\nviolation = \"agreement\"\n")).traitors.size() == 1);
  must_read(small_with("[[traitor]]\nnodes = 1\nbehaviour = \"equivocate\"\n"));
  must_refuse(small_with("[random]\ntraitors = 2\n"));
}

TEST_CASE("reader: a key that means nothing to its kind is an error") {
  const auto found =
      must_refuse(small_with("[[fault]]\nkind = \"crash\"\nnodes = 1\nlinks = \"n1-n2\"\n"));
  REQUIRE(found.size() == 1);
  CHECK(found[0].position == Position{6, 9});
  CHECK(found[0].suggestion == "it understands nodes, kind, id, at, for, disk, rejoin");
  must_refuse(small_with("[[traitor]]\nnodes = 1\nbehaviour = \"garbage\"\nforwards = false\n"));
}

TEST_CASE("reader: overrides win, and are named when they are wrong") {
  CHECK(must_read(kSmall, {"network.loss=0.01"}).network.loss.parts_per_million == 10'000);
  CHECK(must_read(kSmall, {"duration=5s"}).duration == std::chrono::seconds(5));
  const std::string crash = small_with("[[fault]]\nkind = \"crash\"\nnodes = 1\nat = \"1s\"\n");
  CHECK(must_read(crash, {"fault.0.at=7s"}).faults[0].at == std::chrono::seconds(7));
  const ScenarioResult spec = read_scenario(kSmall, "x.toml", {"network.lss=0.01", "duration=-5s"});
  REQUIRE_FALSE(spec);
  CHECK(spec.error().render() ==
        "<command line>: unknown key 'lss' in 'network'\n    --set network.lss=0.01\n          ^\n"
        "    did you mean 'loss'?\n"
        "<command line>: '-5s' is negative\n    --set duration=-5s\n          ^\n"
        "    wanted: a duration, for instance \"250ms\"\n");
  CHECK(must_refuse(kSmall, {"fault.3.at=1s"}).size() == 1);
  CHECK(must_refuse(kSmall, {"nonsense"}).size() == 1);
}

TEST_CASE("reader: cities give the number of nodes, and must agree with it") {
  const std::string cities = "name = \"x\"\n[network]\ncities = { Lagos = 3, Accra = 2 }\n";
  CHECK(must_read(cities).network.topology.nodes == 5);
  CHECK(must_refuse(cities + "topology = { nodes = 4 }\n").size() == 1);
  CHECK(must_refuse(cities + "latency = \"5ms\"\n").size() == 1);
  CHECK(must_refuse("name = \"x\"\n").size() == 1);
}

TEST_CASE("reader: what could not run, or could not show what it claims, is refused") {
  CHECK(must_refuse(kSmall, {"consensus.block_bytes_max=\"64B\""}).size() == 1);
  CHECK(must_refuse(kSmall, {"workload.rate=\"2000000000/s\""}).size() == 1);
  CHECK(must_refuse(kSmall, {"network.topology={ kind = \"complete\", nodes = 9000 }"}).size() ==
        1);
  CHECK(must_refuse(kSmall, {"random={ faults = 1, from = \"40s\" }"}).size() == 1);
  CHECK(must_refuse(kSmall, {"random={ faults = 1, fault_kinds = [\"region_cut\"] }"}).size() == 1);
  CHECK(must_refuse(kSmall, {"expect.liveness_after=\"30s\""}).size() == 1);
  must_read(kSmall, {"expect={ liveness_after = \"30s\", liveness_bound = \"29s\" }"});
}

TEST_CASE("reader: nothing that a user can type is more than a diagnostic") {
  for (const char* value :
       {"1", "-1", "\"\"", "[]", "{}", "[[]]", "nan", "inf", "true", "1979-05-27", "[1, \"a\", {}]",
        "9223372036854775807", "\"999999999999999999999s\"", "\"n99999999999999999999\"", "\"-\"",
        "\"->\"", "\"\\u0000\"", "{ a = { b = 1 } }"}) {
    for (const char* key :
         {"name", "seeds", "duration", "start", "crypto", "network", "network.cities",
          "network.topology", "network.topology.nodes", "network.loss", "network.jitter",
          "consensus", "workload.rate", "fault", "traitor", "random.fault_kinds", "expect.assert",
          "expect.invariants", "expect.violation"}) {
      const ScenarioResult spec = read_scenario(kSmall, "x.toml", {std::string(key) + "=" + value});
      CHECK((spec || !spec.error().render().empty()));
    }
  }
}

TEST_CASE("show: what it writes reads back to the same scenario") {
  const std::string text =
      "name = \"x\"\ndescription = \"tab\\there, \\\"quotes\\\", é and \\u007F\"\nseeds = "
      "\"3..9\"\n"
      "duration = \"90500ms\"\nstart = 2025-01-02T03:04:05.000000006Z\ncrypto = \"modelled\"\n"
      "[network]\ncities = { Lagos = 3, \"Dar es Salaam\" = 4 }\njitter = \"2.5ms\"\nloss = "
      "0.000001\n"
      "[workload]\nrate = \"0.25/s\"\nuntil = \"40s\"\n"
      "[[fault]]\nkind = \"partition\"\ngroups = [[1, \"n2\"], [\"Lagos\"]]\nat = \"1s\"\nfor = "
      "\"2s\"\n"
      "[[fault]]\nkind = \"reordering\"\nprobability = 0.3\ndelay = \"80ms\"\nlinks = "
      "\"Lagos->n4\"\n"
      "[[traitor]]\nnodes = \"n6\"\nbehaviour = \"silent\"\nforwards = false\n"
      "trigger = { from = \"1s\", heights = \"4..8\", rounds = 0, probability = 0.5 }\n"
      "[random]\nfaults = 2\nfault_kinds = [\"crash\", \"pause\"]\ntraitor_kinds = \"none\"\n"
      "[expect]\nassert = [\"commits >= 2\"]\nliveness_after = \"20s\"\n";
  // Node 1 and n2 are in Dar es Salaam; Lagos comes after it in byte order.
  const ScenarioSpec spec = must_read(text);
  const std::string shown = to_toml(spec);
  INFO(shown);
  CHECK(must_read(shown) == spec);
  CHECK(to_toml(must_read(shown)) == shown);
  CHECK(node_map_comments(spec) == "# 7 nodes:\n#   n0-n3  Dar es Salaam\n#   n4-n6  Lagos\n");
}

TEST_CASE("reader: ids are drawn around coins only where somebody searches for them") {
  const std::string liar = kSmall + std::string{
                                        "consensus = { engine = \"none\" }\n"
                                        "[[traitor]]\nnodes = 3\nbehaviour = \"hide_items\"\n"};
  const std::string lookups = "[workload]\nkind = \"lookups\"\n";
  CHECK(must_read(liar + "around_owner = 23\norigins = 2\n" + lookups).traitors[0].around_owner ==
        23);
  CHECK(must_refuse(liar + "around_owner = 24\n" + lookups).size() == 1);
  CHECK(must_refuse(liar + "around_owner = 23\n").size() == 1);
  CHECK(must_refuse(liar + "origins = 2\n" + lookups).size() == 1);
  const std::string shown = to_toml(must_read(liar + lookups));
  CHECK(to_toml(must_read(shown)) == shown);
}

TEST_CASE("reader: the shipped quickstart scenario is valid") {
  const ScenarioResult spec = read_scenario_file(
      (test::source_folder() / "scenarios/quickstart/pan-african.toml").string());
  INFO((spec ? "" : spec.error().render()));
  CHECK(spec);
}

TEST_CASE("reader: a file that cannot be read is one error") {
  CHECK_FALSE(read_scenario_file("there/is/no/such.toml"));
  CHECK_FALSE(read_scenario_file("/"));
}

}  // namespace
}  // namespace callo::sim
