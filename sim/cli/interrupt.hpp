#pragma once

#include <atomic>

namespace callo::sim {

// From now on the first SIGINT or SIGTERM only sets the flag; a second one ends the process.
// lint: allow thread: a signal handler shares the flag with the one thread
const std::atomic<bool>& catch_interrupts();

}  // namespace callo::sim
