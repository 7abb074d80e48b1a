#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/support/fuzz.hpp"

namespace callo {

// Stands in for the one of protocol/base/check.cpp, which leaves the process with an exit code: a
// fuzzer must see a crash to keep the input that caused it.
void check_failed(const char* expression, const char* file, int line) {
  std::fprintf(stderr, "%s:%d: CHECK(%s) failed\n", file, line, expression);
  std::abort();
}

}  // namespace callo

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  callo::fuzz::one_input({data, size});
  return 0;
}
