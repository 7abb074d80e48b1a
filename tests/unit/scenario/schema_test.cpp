#include "sim/scenario/schema.hpp"

#include <nlohmann/json.hpp>

#include "sim/scenario/fields.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/reader.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/source_folder.hpp"

namespace callo::sim {
namespace {

// Every key of `shown` has a place in the schema, and a line that explains it.
void check_covers(const Json& schema, const Json& shown, const std::string& path) {
  for (const auto& [key, value] : shown.items()) {
    INFO(path + key);
    REQUIRE(schema["properties"].contains(key));
    const Json& property = schema["properties"][key];
    CHECK_FALSE(property["description"].get<std::string>().empty());
    if (value.is_object() && property.contains("properties")) {
      check_covers(property, value, path + key + ".");
    }
  }
}

TEST_CASE("schema: it is JSON, knows every key that show writes, and refuses others") {
  const Json schema = scenario_schema();
  CHECK(Json::parse(schema.dump()) == schema);
  const ScenarioResult spec = read_scenario_file(
      (test::source_folder() / "scenarios/quickstart/pan-african.toml").string());
  REQUIRE(spec);
  const Json shown = write_fields(*spec);
  check_covers(schema, shown, "");
  check_covers(schema["properties"]["fault"]["items"], shown["fault"][0], "fault.");
  check_covers(schema["properties"]["traitor"]["items"], shown["traitor"][0], "traitor.");
  CHECK(schema["additionalProperties"] == false);
  CHECK(schema["required"] == Json::array({"name"}));
}

TEST_CASE("schema: defaults are those of the reader") {
  const Json schema = scenario_schema();
  const auto consensus = schema["properties"]["consensus"]["properties"];
  CHECK(consensus["timeout_propose"]["default"] == "3s");
  CHECK(consensus["dissemination"]["enum"] == Json::array({"direct", "flood", "tree", "exchange"}));
  CHECK(schema["properties"]["expect"]["properties"]["invariants"]["default"] == "all");
}

TEST_CASE("schema: each kind of fault and traitor has its condition") {
  const Json schema = scenario_schema();
  CHECK(schema["properties"]["fault"]["items"]["allOf"].size() == fault_kinds().size());
  CHECK(schema["properties"]["traitor"]["items"]["allOf"].size() == traitor_kinds().size());
  const Json& crash = schema["properties"]["fault"]["items"]["allOf"][0];
  CHECK(crash["then"]["required"] == Json::array({"nodes"}));
  CHECK(crash["then"]["properties"]["links"] == false);
}

}  // namespace
}  // namespace callo::sim
