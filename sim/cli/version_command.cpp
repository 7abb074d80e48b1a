#include <cstdio>

#include "sim/cli/build_info.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/exit_code.hpp"

namespace callo::sim {

int version_command() {
  const BuildInfo build = build_info();
  std::printf("callo %s (%s), %s, %s\n", build.version.c_str(), build.commit.c_str(),
              build.compiler.c_str(), build.build_type.c_str());
  for (const auto& [name, version] : build.libraries) {
    std::printf("  %s %s\n", name.c_str(), version.c_str());
  }
  return kAllHeld;
}

}  // namespace callo::sim
