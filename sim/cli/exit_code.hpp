#pragma once

namespace callo::sim {

// Of every command; scripts rely on them.
enum ExitCode : int {
  kAllHeld = 0,
  kFailed = 1,         // an expectation or a claim
  kBadUsage = 2,       // or a bad scenario, or a file that cannot be read or written
  kInternalError = 3,  // a failed CHECK
  kInterrupted = 130,  // what was written is valid and marked
};

}  // namespace callo::sim
