#include <cerrno>
#include <cstring>
#include <filesystem>

#include <unistd.h>

#include "sim/cli/commands.hpp"
#include "sim/cli/console.hpp"
#include "sim/cli/exit_code.hpp"

namespace callo::sim {

namespace {

namespace fs = std::filesystem;

// Debian's own interpreter, which has Debian's matplotlib; another python3 on the path may not.
constexpr const char* kPython = "/usr/bin/python3";

// analysis/plot.py of the tree that this binary was built in.
fs::path plot_program() {
  std::error_code error;
  for (fs::path folder = fs::read_symlink("/proc/self/exe", error).parent_path();
       folder.has_relative_path(); folder = folder.parent_path()) {
    if (fs::exists(folder / "analysis" / "plot.py", error)) {
      return folder / "analysis" / "plot.py";
    }
  }
  return {};
}

}  // namespace

int plot_command(const std::vector<std::string>& arguments) {
  const fs::path program = plot_program();
  if (program.empty()) {
    complain("analysis/plot.py is not above this program; run callo from its source tree");
    return kBadUsage;
  }
  std::vector<std::string> words{kPython, program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  ::execv(kPython, pointers.data());
  complain(std::string("cannot run ") + kPython + ": " + std::strerror(errno));
  return kBadUsage;
}

}  // namespace callo::sim
