#include "sim/explore/fork_pool.hpp"

#include <csignal>
#include <map>

#include <unistd.h>

#include "tests/support/catch.hpp"

namespace callo::sim {
namespace {

constexpr int kWaitMs = 1'000;

// Every job's end, by its number.
std::map<std::uint64_t, JobEnd> run_all(ForkPool& pool, const std::vector<std::string>& requests) {
  std::map<std::uint64_t, JobEnd> ends;
  for (const std::string& request : requests) {
    pool.submit(request);
  }
  while (pool.unfinished() > 0) {
    for (JobEnd& end : pool.wait(kWaitMs)) {
      ends.emplace(end.job, std::move(end));
    }
  }
  return ends;
}

std::string serve(const std::string& request) {
  if (request == "die") {
    std::raise(SIGSEGV);
  } else if (request == "check") {
    ::write(STDERR_FILENO, "noise\nx.cpp:1: CHECK(false) failed\n", 34);
    ::_exit(3);
  } else if (request == "hang") {
    for (volatile int i = 0; i >= 0;) {
      i = 0;
    }
  }
  return request + request;
}

TEST_CASE("fork pool: every request is answered, whatever the number of workers") {
  std::vector<std::string> requests;
  for (int i = 0; i < 200; ++i) {
    requests.push_back(std::string(static_cast<std::size_t>(i), 'x'));
  }
  for (const std::size_t workers : {1U, 2U, 5U}) {
    ForkPool pool{workers, serve, 10};
    const auto ends = run_all(pool, requests);
    REQUIRE(ends.size() == requests.size());
    for (const auto& [job, end] : ends) {
      CHECK(end.reply == requests[job] + requests[job]);
      CHECK_FALSE(end.death.has_value());
    }
  }
}

TEST_CASE("fork pool: a worker that dies takes one job with it, and says of what it died") {
  ForkPool pool{2, serve, 10};
  const auto ends = run_all(pool, {"a", "die", "b", "check", "c", "d", "e", "f"});
  REQUIRE(ends.size() == 8);
  REQUIRE(ends.at(1).death.has_value());
  CHECK(ends.at(1).death->reason.find("signal 11") == 0);
  CHECK_FALSE(ends.at(1).death->has_timed_out);
  REQUIRE(ends.at(3).death.has_value());
  CHECK(ends.at(3).death->reason == "x.cpp:1: CHECK(false) failed");
  for (const std::uint64_t job : {0U, 2U, 4U, 5U, 6U, 7U}) {
    CHECK_FALSE(ends.at(job).death.has_value());
  }
}

TEST_CASE("fork pool: a job that uses up its processor time has timed out") {
  ForkPool pool{1, serve, 1};
  const auto ends = run_all(pool, {"hang", "a"});
  REQUIRE(ends.at(0).death.has_value());
  CHECK(ends.at(0).death->has_timed_out);
  CHECK(ends.at(1).reply == "aa");
}

}  // namespace
}  // namespace callo::sim
