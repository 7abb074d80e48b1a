#include <cstdio>

#include <nlohmann/json.hpp>

#include "sim/cli/commands.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/exit_code.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/schema.hpp"
#include "sim/scenario/show.hpp"

namespace callo::sim {

int show_command(const ShowArguments& arguments) {
  const ScenarioResult spec = read_scenario_file(arguments.scenario, arguments.overrides);
  if (!spec) {
    complain(spec.error());
    return kBadUsage;
  }
  std::fputs((node_map_comments(*spec) + to_toml(*spec)).c_str(), stdout);
  return kAllHeld;
}

int schema_command() {
  std::puts(scenario_schema().dump(2).c_str());
  return kAllHeld;
}

}  // namespace callo::sim
