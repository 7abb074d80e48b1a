#pragma once

#include <limits>
#include <map>
#include <set>

#include "protocol/step/effects.hpp"
#include "sim/traitors/recent_map.hpp"
#include "sim/traitors/trigger.hpp"

namespace callo::sim {

// Reads off the records of the honest code inside a traitor what it has said and seen, round by
// round. Records come before the messages of the same step, so that the precommit which takes a
// lock already counts as that of a locked node.
class SelfWatch {
 public:
  SelfWatch();

  void look(const Effects& honest);

  Sightings seen(Height height, Round round) const;

 private:
  struct OfHeight {
    std::map<Round, Sightings> rounds;
    Round first_lock = std::numeric_limits<Round>::max();
  };

  void look_at_own(const Frame& frame);

  RecentMap<Height, OfHeight> heights_;
};

}  // namespace callo::sim
