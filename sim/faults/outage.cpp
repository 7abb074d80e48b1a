#include "sim/faults/outage.hpp"

namespace callo::sim {

void Outage::start(FaultSurface& surface) {
  RandomStream random{settings().seed, Purpose::of("outage")};
  for (const EndpointId node : settings().nodes) {
    // The first is the cause.
    if (down_.empty() || random.chance(settings().common_cause_ppm)) {
      down_.push_back(node);
      count_fired(surface.crash(node, settings().disk));
    }
  }
}

void Outage::stop(FaultSurface& surface) {
  for (const EndpointId node : down_) {
    surface.restart(node);
  }
}

void SiteOutage::draw(FaultSettings& fault, PlanDraw& draw) {
  fault.nodes = draw.place(draw.world().sites, fault);
}

void CountryOutage::draw(FaultSettings& fault, PlanDraw& draw) {
  fault.nodes = draw.place(draw.world().countries, fault);
}

void CityOutage::draw(FaultSettings& fault, PlanDraw& draw) {
  while (fault.nodes.empty()) {
    fault.cities = {draw.city()};
    fault.nodes = draw.endpoints_in(fault.cities.front());
  }
}

}  // namespace callo::sim
