#include "sim/explore/fork_pool.hpp"

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

namespace callo::sim {

namespace {

// One under way and one to go on with at once.
constexpr std::size_t kJobsOfOneWorker = 2;
constexpr std::size_t kErrorBytesMax = 4'096;
constexpr std::size_t kReadBytes = 65'536;

[[noreturn]] void fail_with_system_error(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

bool write_all(int file, const char* data, std::size_t size) {
  while (size > 0) {
    // A worker that is gone must not end us by a signal.
    const ssize_t written = ::send(file, data, size, MSG_NOSIGNAL);
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      return false;
    }
    data += written;
    size -= static_cast<std::size_t>(written);
  }
  return true;
}

// A message is its length in eight bytes and its text.
bool write_message(int file, const std::string& text) {
  const std::uint64_t size = text.size();
  std::array<char, sizeof size> head{};
  std::memcpy(head.data(), &size, sizeof size);
  return write_all(file, head.data(), head.size()) && write_all(file, text.data(), text.size());
}

std::optional<std::string> next_message(std::string& received) {
  std::uint64_t size = 0;
  if (received.size() < sizeof size) {
    return std::nullopt;
  }
  std::memcpy(&size, received.data(), sizeof size);
  if (received.size() - sizeof size < size) {
    return std::nullopt;
  }
  std::string text = received.substr(sizeof size, size);
  received.erase(0, sizeof size + size);
  return text;
}

void limit_processor_time(std::uint32_t seconds) {
  itimerval timer{};
  timer.it_value.tv_sec = seconds;
  ::setitimer(ITIMER_PROF, &timer, nullptr);
}

std::string last_words(int errors) {
  const off_t size = ::lseek(errors, 0, SEEK_END);
  std::string text(kErrorBytesMax, '\0');
  const off_t from = size > static_cast<off_t>(kErrorBytesMax)
                         ? size - static_cast<off_t>(kErrorBytesMax)
                         : off_t{0};
  const ssize_t read = ::pread(errors, text.data(), text.size(), from);
  text.resize(read > 0 ? static_cast<std::size_t>(read) : 0);
  while (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  const std::size_t line = text.rfind('\n');
  return line == std::string::npos ? text : text.substr(line + 1);
}

WorkerDeath death_of(int status, int errors) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return {signal == SIGPROF,
            "signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")"};
  }
  const std::string words = last_words(errors);
  return {false, words.empty() ? "exit code " + std::to_string(WEXITSTATUS(status)) : words};
}

}  // namespace

ForkPool::ForkPool(std::size_t workers, Serve serve, std::uint32_t cpu_seconds_max)
    : serve_{std::move(serve)}, cpu_seconds_max_{cpu_seconds_max}, workers_(workers) {
  for (Worker& worker : workers_) {
    start(worker);
  }
}

ForkPool::~ForkPool() {
  for (const Worker& worker : workers_) {
    ::kill(worker.pid, SIGKILL);
    ::waitpid(worker.pid, nullptr, 0);
    ::close(worker.channel);
    ::close(worker.errors);
  }
}

void ForkPool::start(Worker& worker) {
  std::array<int, 2> ends{};
  worker.errors = ::memfd_create("errors", MFD_CLOEXEC);
  if (worker.errors < 0 || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    fail_with_system_error("cannot make a channel to a worker");
  }
  worker.channel = ends[0];
  worker.received.clear();
  worker.pid = ::fork();
  if (worker.pid < 0) {
    fail_with_system_error("cannot start a worker");
  }
  if (worker.pid == 0) {
    // Signals of the terminal are for the parent, and no worker outlives it.
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const int signal : {SIGPROF, SIGINT, SIGTERM, SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL}) {
      std::signal(signal, SIG_DFL);
    }
    ::dup2(worker.errors, STDERR_FILENO);
    for (const Worker& other : workers_) {
      if (&other != &worker && other.channel >= 0) {
        ::close(other.channel);
      }
    }
    ::close(ends[0]);
    serve_for_ever(ends[1]);
  }
  ::close(ends[1]);
}

void ForkPool::serve_for_ever(int channel) const {
  std::string received;
  std::array<char, kReadBytes> buffer{};
  while (true) {
    while (const std::optional<std::string> request = next_message(received)) {
      limit_processor_time(cpu_seconds_max_);
      const std::string reply = serve_(*request);
      limit_processor_time(0);
      if (!write_message(channel, reply)) {
        ::_exit(0);
      }
    }
    const ssize_t read = ::read(channel, buffer.data(), buffer.size());
    if (read <= 0) {
      ::_exit(0);
    }
    received.append(buffer.data(), static_cast<std::size_t>(read));
  }
}

std::uint64_t ForkPool::submit(std::string request) {
  waiting_.push_back({next_job_, std::move(request)});
  hand_out();
  return next_job_++;
}

std::size_t ForkPool::under_way() const {
  std::size_t count = 0;
  for (const Worker& worker : workers_) {
    count += worker.jobs.size();
  }
  return count;
}

// First one job for each, then a second.
void ForkPool::hand_out() {
  for (std::size_t load = 0; load < kJobsOfOneWorker; ++load) {
    for (Worker& worker : workers_) {
      if (worker.jobs.size() <= load && !waiting_.empty()) {
        Job job = std::move(waiting_.front());
        waiting_.pop_front();
        // If it cannot be written, the worker has died and is found dead by the next wait.
        write_message(worker.channel, job.request);
        worker.jobs.push_back(std::move(job));
      }
    }
  }
}

std::vector<JobEnd> ForkPool::wait(int milliseconds) {
  std::vector<JobEnd> ends;
  std::vector<pollfd> files;
  for (const Worker& worker : workers_) {
    files.push_back({worker.channel, POLLIN, 0});
  }
  if (::poll(files.data(), files.size(), milliseconds) <= 0) {
    return ends;
  }
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    if (files[i].revents != 0) {
      read_from(workers_[i], ends);
    }
  }
  hand_out();
  return ends;
}

void ForkPool::read_from(Worker& worker, std::vector<JobEnd>& ends) {
  std::array<char, kReadBytes> buffer{};
  const ssize_t read = ::recv(worker.channel, buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (read > 0) {
    worker.received.append(buffer.data(), static_cast<std::size_t>(read));
    take_replies(worker, ends);
  } else if (read == 0 || (errno != EINTR && errno != EAGAIN)) {
    bury(worker, ends);
  }
}

void ForkPool::take_replies(Worker& worker, std::vector<JobEnd>& ends) {
  while (std::optional<std::string> reply = next_message(worker.received)) {
    ends.push_back({worker.jobs.front().number, std::move(*reply), std::nullopt});
    worker.jobs.pop_front();
  }
}

// The first job it had not answered is the one it died of; the others go to those who live, before
// all that wait.
void ForkPool::bury(Worker& worker, std::vector<JobEnd>& ends) {
  int status = 0;
  ::waitpid(worker.pid, &status, 0);
  if (!worker.jobs.empty()) {
    ends.push_back({worker.jobs.front().number, "", death_of(status, worker.errors)});
    worker.jobs.pop_front();
  }
  while (!worker.jobs.empty()) {
    waiting_.push_front(std::move(worker.jobs.back()));
    worker.jobs.pop_back();
  }
  ::close(worker.channel);
  ::close(worker.errors);
  start(worker);
}

}  // namespace callo::sim
