#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <map>
#include <vector>

#include "sim/cli/worker.hpp"

namespace callo::sim {

// Runs jobs in worker processes, at most `workers` at a time. Results come back in the order of
// the jobs, whatever order they end in, so that output never depends on the number of workers.
class WorkerPool {
 public:
  using OnEnd = std::function<void(std::size_t job, const WorkerEnd& end)>;

  WorkerPool(std::vector<std::vector<std::string>> jobs, std::size_t workers);

  // False when a signal stopped it: running jobs end early, the others never start.
  bool run(const OnEnd& on_end);

 private:
  void start_next();
  void wait_for_one();
  void report_in_order(const OnEnd& on_end);
  void interrupt_all();

  ScratchFolder scratch_;
  std::vector<std::vector<std::string>> jobs_;
  std::size_t workers_;
  std::size_t next_job_ = 0;
  std::size_t next_report_ = 0;
  std::map<pid_t, std::pair<std::size_t, Worker>> running_;
  std::map<std::size_t, WorkerEnd> ended_;
  bool has_passed_on_ = false;
};

}  // namespace callo::sim
