#pragma once

#include <algorithm>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/check.hpp"

// A fuzz target is one file tests/fuzz/<decoder>_fuzz.cpp that defines these two functions; it runs
// under libFuzzer (clang) and under the stand-alone driver (any compiler) alike.
namespace callo::fuzz {

// Valid encodings to start from, made by the production encoders, so that they never go stale.
std::vector<Bytes> seeds();

// Decodes arbitrary bytes and states with CALLO_CHECK what must hold of whatever was accepted, at
// least that encoding it again gives the very same bytes. In a fuzz target a failed check aborts.
void one_input(BytesView input);

inline bool same_bytes(BytesView left, BytesView right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end());
}

}  // namespace callo::fuzz
