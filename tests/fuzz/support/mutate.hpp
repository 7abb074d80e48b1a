#pragma once

#include "tests/support/small_random.hpp"

namespace callo::fuzz {

// Changes `input` in one to four small ways: flips and overwrites, cuts and insertions, integers at
// the edges of their range where lengths and counts may stand, splices with `other`.
void mutate(Bytes& input, BytesView other, test::SmallRandom& random);

}  // namespace callo::fuzz
