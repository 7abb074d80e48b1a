#pragma once

#include <map>
#include <set>
#include <utility>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"
#include "sim/traitors/coalition.hpp"

namespace callo::sim {

// Whom one copy of the twins is in touch with in one round, both ways.
struct TwinReach {
  std::vector<EndpointId> votes;  // proposals, block parts, prevotes
  std::vector<EndpointId> precommits;
};

struct TwinRound {
  Height height{};
  Round round{};
  TwinReach first;
  TwinReach second;
};

// Who hears which copy, round by round: Twins (Bano et al., OPODIS 2021) with two overlapping sets
// of peers in place of partitions. In a round that is not listed, and with every message that
// belongs to no round, the first copy is a member like any other and the second listens only.
// Copies of one side are always in touch with each other, copies of different sides never.
class TwinSchedule {
 public:
  // `seconds`: the second endpoints of all twins of the run; `firsts`: their first endpoints.
  TwinSchedule(std::vector<TwinRound> rounds, std::set<EndpointId> firsts,
               std::set<EndpointId> seconds);

  // Whether a frame passes between the copy of that side and a peer.
  bool passes_to(Side copy, EndpointId peer, const Frame& frame) const;
  bool passes_from(Side copy, EndpointId peer, const Frame& frame) const;

 private:
  using Place = std::pair<Height, Round>;

  bool are_apart(Side copy, EndpointId peer) const {
    return (copy == Side::a ? seconds_ : firsts_).contains(peer);
  }

  bool is_with(Side copy, EndpointId peer) const {
    return (copy == Side::a ? firsts_ : seconds_).contains(peer);
  }

  // Null for a frame that belongs to no round of the schedule.
  const std::vector<EndpointId>* reach(Side copy, const Frame& frame) const;

  std::map<Place, TwinRound> rounds_;
  std::set<EndpointId> firsts_;
  std::set<EndpointId> seconds_;
};

}  // namespace callo::sim
