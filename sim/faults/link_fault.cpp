#include "sim/faults/link_fault.hpp"

namespace callo::sim {

void BlockingFault::start(FaultSurface& surface) {
  for (const LinkScope& scope : scopes()) {
    surface.block(scope);
  }
  tally_.begin(surface);
}

void BlockingFault::stop(FaultSurface& surface) {
  tally_.end(surface);
  for (const LinkScope& scope : scopes()) {
    surface.unblock(scope);
  }
}

void ImpairingFault::start(FaultSurface& surface) {
  if (settings().links.empty()) {
    active_.push_back(surface.impair(LinkScope::everywhere(), impairment()));
  }
  for (const LinkScope& scope : settings().links) {
    active_.push_back(surface.impair(scope, impairment()));
  }
  impaired_ += active_.size();
}

void ImpairingFault::stop(FaultSurface& surface) {
  for (const ImpairmentId id : active_) {
    surface.lift(id);
  }
  active_.clear();
}

std::string ImpairingFault::target() const {
  return settings().links.empty() ? "all links"
                                  : std::to_string(settings().links.size()) + " links";
}

}  // namespace callo::sim
