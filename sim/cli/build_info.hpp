#pragma once

#include <string>
#include <utility>
#include <vector>

namespace callo::sim {

// What this binary was built from; build_info.cmake writes the figures.
struct BuildInfo {
  std::string version;
  std::string commit;  // "-dirty" when the tree had changes; "unknown" outside a repository
  std::string compiler;
  std::string build_type;
  std::vector<std::pair<std::string, std::string>> libraries;  // name, version
};

BuildInfo build_info();

}  // namespace callo::sim
