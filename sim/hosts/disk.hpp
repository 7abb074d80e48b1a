#pragma once

#include <cstdint>

namespace callo::sim {

// What a restarting node finds on its disk.
enum class Disk : std::uint8_t {
  kept,           // all that it ever appended
  unsynced_lost,  // what had become durable when it crashed
};

}  // namespace callo::sim
