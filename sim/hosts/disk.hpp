#pragma once

#include <cstdint>

namespace callo::sim {

// What a restarting node finds on its disk, the worse the later.
enum class Disk : std::uint8_t {
  kept,           // all that it ever appended
  torn_tail,      // the same, but the last record that had not become durable is half written
  unsynced_lost,  // what had become durable when it crashed
};

}  // namespace callo::sim
