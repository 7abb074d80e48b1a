#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace callo::sim {

// How a job came to no good end: its process died.
struct WorkerDeath {
  bool has_timed_out = false;  // it used up its processor time
  std::string reason;          // "signal 11 (Segmentation fault)", or what it said last
};

struct JobEnd {
  std::uint64_t job{};
  std::string reply;
  std::optional<WorkerDeath> death;  // then there is no reply
};

// Processes forked from this one, each of which answers many requests, one after the other. A
// worker that dies takes down one job only, and another takes its place. Jobs are handed out in
// the order in which they are submitted and may end in any.
class ForkPool {
 public:
  using Serve = std::function<std::string(const std::string& request)>;

  // `serve` runs in the workers. A job may use so many seconds of processor time.
  ForkPool(std::size_t workers, Serve serve, std::uint32_t cpu_seconds_max);
  ~ForkPool();
  ForkPool(const ForkPool&) = delete;
  ForkPool& operator=(const ForkPool&) = delete;

  std::size_t size() const { return workers_.size(); }

  // The job's number, from 0.
  std::uint64_t submit(std::string request);

  std::size_t unfinished() const { return waiting_.size() + under_way(); }

  // Waits until a job ends, or for so long; a signal may end it earlier.
  std::vector<JobEnd> wait(int milliseconds);

  // Forgets the jobs that no worker has begun.
  void drop_waiting() { waiting_.clear(); }

 private:
  struct Job {
    std::uint64_t number{};
    std::string request;
  };

  struct Worker {
    pid_t pid = -1;
    int channel = -1;  // to and from the worker
    int errors = -1;   // a file in memory that holds what it writes to standard error
    std::deque<Job> jobs;
    std::string received;
  };

  std::size_t under_way() const;
  void start(Worker& worker);
  [[noreturn]] void serve_for_ever(int channel) const;
  void hand_out();
  void read_from(Worker& worker, std::vector<JobEnd>& ends);
  void take_replies(Worker& worker, std::vector<JobEnd>& ends);
  void bury(Worker& worker, std::vector<JobEnd>& ends);

  Serve serve_;
  std::uint32_t cpu_seconds_max_;
  std::vector<Worker> workers_;
  std::deque<Job> waiting_;
  std::uint64_t next_job_ = 0;
};

}  // namespace callo::sim
