#include "sim/cli/worker.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <system_error>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sim/cli/exit_code.hpp"

namespace callo::sim {

namespace {

constexpr int kCannotStart = 127;

std::string content_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

// Only what may be called between fork and exec.
[[noreturn]] void become(char* const* arguments, const char* output, const char* errors) {
  // Signals of the terminal reach the parent alone, which passes them on once; and no worker
  // outlives its parent.
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  const int out = ::open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  const int err = ::open(errors, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  if (out >= 0 && err >= 0 && ::dup2(out, STDOUT_FILENO) >= 0 && ::dup2(err, STDERR_FILENO) >= 0) {
    ::execv("/proc/self/exe", arguments);
  }
  ::_exit(kCannotStart);
}

}  // namespace

Worker::Worker(const std::vector<std::string>& arguments, const std::filesystem::path& scratch,
               std::size_t number)
    : output_(scratch / (std::to_string(number) + ".out")),
      errors_(scratch / (std::to_string(number) + ".err")) {
  std::vector<std::string> words{"callo"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  pid_ = ::fork();
  if (pid_ == 0) {
    become(pointers.data(), output_.c_str(), errors_.c_str());
  }
  if (pid_ < 0) {
    throw std::system_error(errno, std::generic_category(), "cannot start a process");
  }
}

void Worker::interrupt() const {
  ::kill(pid_, SIGINT);
}

WorkerEnd Worker::end(int status) const {
  WorkerEnd result{kInternalError, content_of(output_), content_of(errors_)};
  if (WIFEXITED(status)) {
    result.exit_code = WEXITSTATUS(status);
  } else {
    result.errors +=
        std::string("callo: a run was ended by the signal ") + ::strsignal(WTERMSIG(status)) + "\n";
  }
  std::error_code ignored;
  std::filesystem::remove(output_, ignored);
  std::filesystem::remove(errors_, ignored);
  return result;
}

ScratchFolder::ScratchFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "callo-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) {
    throw std::system_error(errno, std::generic_category(), "cannot make " + name);
  }
  path_ = name;
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::vector<std::string> run_arguments(const WorkerRun& run) {
  std::vector<std::string> arguments{"run",      run.scenario.string(),
                                     "--seed",   std::to_string(run.seed),
                                     "--engine", run.engine,
                                     "--quiet",  "--json",
                                     "--keep",   run.results};
  for (const std::string& text : run.overrides) {
    arguments.insert(arguments.end(), {"--set", text});
  }
  arguments.insert(arguments.end(), run.more.begin(), run.more.end());
  return arguments;
}

}  // namespace callo::sim
