#pragma once

#include <cstdint>

namespace callo {

// 64 uniform bits per call; reproducible where the host is.
class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next() = 0;
};

}  // namespace callo
