#pragma once

#include "sim/faults/link_fault.hpp"

namespace callo::sim {

// Nothing passes over the links.
class LinkDown final : public BlockingFault {
 public:
  using BlockingFault::BlockingFault;

  std::string target() const override { return std::to_string(settings().links.size()) + " links"; }

 private:
  std::vector<LinkScope> scopes() const override { return settings().links; }
};

}  // namespace callo::sim
