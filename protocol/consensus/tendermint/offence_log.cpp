#include "protocol/consensus/tendermint/offence_log.hpp"

#include <algorithm>

#include "protocol/consensus/tendermint/config.hpp"

namespace callo {

bool OffenceLog::is_news(const Offence& offence) {
  std::set<Offence>& known = offences_[offence.height][offence.culprit];
  return known.size() < kReportsPerCulpritMax && known.insert(offence).second;
}

void OffenceLog::forget_before(Height height) {
  offences_.erase(offences_.begin(), offences_.lower_bound(height));
}

std::size_t OffenceLog::held_of_one_max() const {
  std::size_t most = 0;
  for (const auto& [height, culprits] : offences_) {
    for (const auto& [culprit, known] : culprits) {
      most = std::max(most, known.size());
    }
  }
  return most;
}

}  // namespace callo
