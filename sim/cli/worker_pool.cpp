#include "sim/cli/worker_pool.hpp"

#include <sys/wait.h>

#include "sim/cli/interrupt.hpp"

namespace callo::sim {

WorkerPool::WorkerPool(std::vector<std::vector<std::string>> jobs, std::size_t workers)
    : jobs_(std::move(jobs)), workers_(workers) {}

bool WorkerPool::run(const OnEnd& on_end) {
  const auto& interrupted = catch_interrupts();
  while (true) {
    while (!interrupted.load() && running_.size() < workers_ && next_job_ < jobs_.size()) {
      start_next();
    }
    if (running_.empty()) {
      return !interrupted.load();
    }
    if (interrupted.load()) {
      interrupt_all();
    }
    wait_for_one();
    report_in_order(on_end);
  }
}

void WorkerPool::start_next() {
  Worker worker(jobs_[next_job_], scratch_.path(), next_job_);
  const pid_t pid = worker.pid();
  running_.emplace(pid, std::pair(next_job_, std::move(worker)));
  ++next_job_;
}

void WorkerPool::wait_for_one() {
  int status = 0;
  const pid_t pid = ::waitpid(-1, &status, 0);
  const auto found = running_.find(pid);
  if (pid < 0 || found == running_.end()) {
    return;  // a signal came first
  }
  ended_.emplace(found->second.first, found->second.second.end(status));
  running_.erase(found);
}

void WorkerPool::report_in_order(const OnEnd& on_end) {
  for (auto next = ended_.find(next_report_); next != ended_.end();
       next = ended_.find(next_report_)) {
    on_end(next_report_, next->second);
    ended_.erase(next);
    ++next_report_;
  }
}

// Once: a second signal would end a worker before it has written what it has.
void WorkerPool::interrupt_all() {
  if (!has_passed_on_) {
    has_passed_on_ = true;
    for (const auto& [pid, running] : running_) {
      running.second.interrupt();
    }
  }
}

}  // namespace callo::sim
