#include "sim/scenario/schema.hpp"

#include "sim/scenario/fields.hpp"
#include "sim/scenario/kinds.hpp"

namespace callo::sim {

namespace {

// Which keys each kind needs and understands, as conditions on one element of the list.
Json conditions(const char* kind_key, const std::vector<Kind>& kinds, const Json& properties) {
  Json all = Json::array();
  for (const Kind& kind : kinds) {
    Json refused = Json::object();
    for (const auto& [key, schema] : properties.items()) {
      if (!kind.understands(key)) {
        refused[key] = false;
      }
    }
    Json then{{"description", kind.description}, {"properties", refused}};
    if (!kind.needs.empty()) {
      then["required"] = kind.needs;
    }
    const Json is_kind{{"properties", {{kind_key, {{"const", kind.name}}}}},
                       {"required", Json::array({kind_key})}};
    all.push_back({{"if", is_kind}, {"then", then}});
  }
  return all;
}

void add_conditions(Json& schema, const char* list, const char* kind_key,
                    const std::vector<Kind>& kinds) {
  Json& items = schema["properties"][list]["items"];
  items["allOf"] = conditions(kind_key, kinds, items["properties"]);
}

}  // namespace

Json scenario_schema() {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"},
              {"title", "callo scenario"}};
  schema.update(schema_of_fields());
  add_conditions(schema, "fault", "kind", fault_kinds());
  add_conditions(schema, "traitor", "behaviour", traitor_kinds());
  return schema;
}

}  // namespace callo::sim
