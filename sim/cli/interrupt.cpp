#include "sim/cli/interrupt.hpp"

#include <csignal>

namespace callo::sim {

namespace {

// lint: allow thread: a signal handler shares the flag with the one thread
// lint: allow static: a signal handler has no other way to be told where the flag is
constinit std::atomic<bool> interrupted{false};
static_assert(
    std::atomic<bool>::is_always_lock_free);  // lint: allow thread: as above, for handlers

extern "C" void on_signal(int) {
  interrupted.store(true);
}

}  // namespace

// lint: allow thread: a signal handler shares the flag with the one thread
const std::atomic<bool>& catch_interrupts() {
  struct sigaction action {};

  action.sa_handler = on_signal;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
  return interrupted;
}

}  // namespace callo::sim
