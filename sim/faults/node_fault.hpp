#pragma once

#include "sim/faults/fault.hpp"

namespace callo::sim {

// Hits nodes; how is the kind's business.
class NodeFault : public Fault {
 public:
  using Fault::Fault;

  std::string target() const override { return name_nodes(settings().nodes); }

  std::uint64_t fired(const FaultSurface&) const override { return fired_; }

 protected:
  void count_fired(bool did_something = true) { fired_ += did_something ? 1u : 0u; }

 private:
  std::uint64_t fired_ = 0;
};

}  // namespace callo::sim
