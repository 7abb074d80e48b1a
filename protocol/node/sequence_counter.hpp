#pragma once

#include <cstdint>
#include <span>

#include "protocol/base/time.hpp"
#include "protocol/step/effects.hpp"
#include "protocol/step/input.hpp"

namespace callo {

// Numbers what a node says under a sequence (see Header): no number twice, and each larger than all
// before it, over all the node's lives. Peers take a smaller one for a replay, so a node that told
// the time instead would be unheard after a restart until its clock shows a later time than ever
// before. Numbers are reserved on the disk some at a time, before the first of them leaves.
class SequenceCounter {
 public:
  static constexpr std::uint64_t kReserved = std::uint64_t{1} << 20;

  // With all records of the disk. The clock counts only where the disk was lost as a whole: it then
  // is the best guess at what was never used.
  void start(std::span<const Record> records, CalendarTime now, Effects& out);

  std::uint64_t next(Effects& out);

  // Again, behind a record that makes all before it needless.
  void reserve(Effects& out);

 private:
  std::uint64_t last_ = 0;
  std::uint64_t reserved_ = 0;  // the largest number that may be used
};

}  // namespace callo
