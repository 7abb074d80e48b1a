#pragma once

#include "sim/faults/link_fault.hpp"

namespace callo::sim {

// Nothing passes between the cities and all others, either way; traffic inside and among them does.
class RegionCut final : public BlockingFault {
 public:
  using BlockingFault::BlockingFault;

  std::string target() const override;

 private:
  std::vector<LinkScope> scopes() const override;
};

}  // namespace callo::sim
