#pragma once

#include <map>
#include <set>

#include "protocol/chain/evidence.hpp"

namespace callo {

// Which offences were reported, so that each is reported once, and not too many of one culprit:
// after a few they prove nothing new, and a traitor must not fill our memory with its own lies.
class OffenceLog {
 public:
  // True if this offence is to be reported now.
  bool is_news(const Offence& offence);
  void forget_before(Height height);
  // Of the culprit and height that have the most.
  std::size_t held_of_one_max() const;

 private:
  std::map<Height, std::map<NodeId, std::set<Offence>>> offences_;
};

}  // namespace callo
