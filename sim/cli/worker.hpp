#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace callo::sim {

// A run in a process of its own: SimGrid allows one run per process.
struct WorkerEnd {
  int exit_code{};  // kInternalError when a signal ended it; `errors` then names the signal
  std::string output;
  std::string errors;
};

// This very program with other arguments; standard output and error are kept in files of `scratch`.
class Worker {
 public:
  // Starts at once. Fails when the process cannot be made.
  Worker(const std::vector<std::string>& arguments, const std::filesystem::path& scratch,
         std::size_t number);

  pid_t pid() const { return pid_; }

  void interrupt() const;
  // After the process has ended with `status` of waitpid.
  WorkerEnd end(int status) const;

 private:
  std::filesystem::path output_;
  std::filesystem::path errors_;
  pid_t pid_ = -1;
};

// A folder for the files of workers, removed with its content at the end of the scope.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// The arguments of `callo run` for one worker: quiet, with its summary as JSON.
struct WorkerRun {
  std::filesystem::path scenario;
  std::uint64_t seed{};
  std::vector<std::string> overrides;
  std::string engine;
  std::string results;  // always, failed, never
  std::vector<std::string> more;
};

std::vector<std::string> run_arguments(const WorkerRun& run);

}  // namespace callo::sim
