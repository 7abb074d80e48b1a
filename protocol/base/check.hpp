#pragma once

// CALLO_CHECK states what must hold if *our* code is right. It is always compiled in and aborts.
// What a peer sends or a user types is never checked with it: that is a Result or a verdict.

namespace callo {

[[noreturn]] void check_failed(const char* expression, const char* file, int line);

}  // namespace callo

#define CALLO_CHECK(expression) \
  ((expression) ? static_cast<void>(0) : ::callo::check_failed(#expression, __FILE__, __LINE__))
