#include "protocol/base/check.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include "tests/support/catch.hpp"

namespace {

constexpr int kInternalErrorExitCode = 3;

// Runs `body` in a child process, silently, and returns its exit code.
template <typename Body>
int exit_code_of(Body body) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    close(STDERR_FILENO);
    body();
    _exit(0);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status);
}

}  // namespace

TEST_CASE("check: exits with the code of an internal error when it fails", "[unit][base]") {
  CHECK(exit_code_of([] { CALLO_CHECK(1 + 1 == 3); }) == kInternalErrorExitCode);
}

TEST_CASE("check: does nothing when it holds", "[unit][base]") {
  CHECK(exit_code_of([] { CALLO_CHECK(1 + 1 == 2); }) == 0);
}
