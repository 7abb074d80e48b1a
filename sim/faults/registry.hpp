#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "sim/faults/fault.hpp"

namespace callo::sim {

struct FaultMaker {
  std::string_view kind;   // as in [[fault]] kind
  std::string_view reads;  // the members of FaultSettings that it reads besides id, at, duration
  std::unique_ptr<Fault> (*make)(FaultSettings settings);
};

std::span<const FaultMaker> fault_makers();
// Null if there is none of that name.
const FaultMaker* find_fault_maker(std::string_view kind);

}  // namespace callo::sim
