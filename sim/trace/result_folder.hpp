#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "protocol/base/result.hpp"

namespace callo::sim {

// A folder of result files that appears as a whole or not at all.
struct ResultFolder {
  std::filesystem::path path;
  std::string scenario;  // its name: what a manifest that may be replaced says under "name"
  bool force = false;    // whatever else is there is moved aside, never deleted
};

// Whether the folder could be written now; asked before a run, so that none is lost.
Result<void> check_result_folder(const ResultFolder& folder);

// Writes the files under a temporary name next to the folder and renames it. A folder of the same
// scenario is replaced. On failure nothing of this call is left behind, and what was there is
// still there.
Result<void> write_result_folder(const ResultFolder& folder,
                                 const std::map<std::string, std::string>& files);

// A file that appears as a whole or not at all.
Result<void> write_file(const std::filesystem::path& path, const std::string& content);

}  // namespace callo::sim
