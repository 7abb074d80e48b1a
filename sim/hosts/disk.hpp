#pragma once

#include <cstdint>

namespace callo::sim {

// What a restarting node finds on its disk, the worse the later.
enum class Disk : std::uint8_t {
  kept,           // all that it ever appended
  torn_tail,      // the same, but the last record that had not become durable is half written
  torn_anywhere,  // the same, cut anywhere in what had not become durable
  unsynced_lost,  // what had become durable when it crashed
  // The disk did not keep its word: the log is refused, and the node stays down until it is given
  // an empty disk.
  corrupt,            // bits of a record with whole ones behind it have flipped
  lost_write,         // such a record never reached the disk
  misdirected_write,  // such a record was written over an earlier one
  // Nothing, and the node is told so: it does not know what it has signed.
  wiped,
};

constexpr bool is_refused(Disk disk) {
  return disk == Disk::corrupt || disk == Disk::lost_write || disk == Disk::misdirected_write;
}

// Whether the node comes back without what it had made durable.
constexpr bool loses_records(Disk disk) {
  return is_refused(disk) || disk == Disk::wiped;
}

}  // namespace callo::sim
