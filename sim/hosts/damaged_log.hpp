#pragma once

#include <span>

#include "protocol/base/bytes.hpp"
#include "protocol/node/record_log.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/hosts/disk.hpp"

namespace callo::sim {

// The bytes of a log after what `disk` did to it. `durable`: how many of the records had become so;
// only what had not can be torn. What is not refused as a whole needs a whole record behind the
// damage, so a log of fewer than three records stays as it is. Not for kept, unsynced_lost, wiped.
Bytes damaged_log(Disk disk, const LogHeader& header, std::span<const Record> records,
                  std::size_t durable, RandomStream& random);

}  // namespace callo::sim
