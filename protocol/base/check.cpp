#include "protocol/base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace callo {

namespace {

// Exit code 3 of the command line interface: an internal error, told apart from a failed claim.
constexpr int kInternalErrorExitCode = 3;

}  // namespace

void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: internal error: CHECK(%s) failed\n", file, line, expression);
  std::fflush(stderr);
  std::_Exit(kInternalErrorExitCode);
}

}  // namespace callo
