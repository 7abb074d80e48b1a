#pragma once

#include <map>
#include <set>

#include "protocol/chain/evidence.hpp"

namespace callo {

// Which offences this node knows, so that each is reported and gossiped once. Bounded per culprit:
// whoever is proven a traitor that often needs no further proof.
class EvidencePool {
 public:
  static constexpr std::size_t kOffencesPerCulpritMax = 256;

  // True when the offence is new and there is room for it.
  bool insert(const Offence& offence);

  bool contains(const Offence& offence) const { return known_.contains(offence); }

  std::size_t size() const { return known_.size(); }

 private:
  std::set<Offence> known_;
  std::map<NodeId, std::size_t> count_by_culprit_;
};

}  // namespace callo
