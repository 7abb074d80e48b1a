#include "protocol/node/evidence_pool.hpp"

namespace callo {

bool EvidencePool::insert(const Offence& offence) {
  if (known_.contains(offence)) {
    return false;
  }
  std::size_t& count = count_by_culprit_[offence.culprit];
  if (count >= kOffencesPerCulpritMax) {
    return false;
  }
  ++count;
  known_.insert(offence);
  return true;
}

}  // namespace callo
