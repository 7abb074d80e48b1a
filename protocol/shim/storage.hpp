#pragma once

#include <cstdint>
#include <span>

#include "protocol/step/input.hpp"

namespace callo {

// Names a step whose effects the driver holds back; increases by one with every such step.
struct StepTicket {
  std::uint64_t value{};
  auto operator<=>(const StepTicket&) const = default;
};

// Appends in order. Once all records up to and including those of `ticket` would survive a crash,
// the host calls Driver::durable(ticket), at once or later, in the order of the tickets.
class Storage {
 public:
  virtual ~Storage() = default;
  virtual void append(std::span<const Record> records, StepTicket ticket) = 0;
};

}  // namespace callo
