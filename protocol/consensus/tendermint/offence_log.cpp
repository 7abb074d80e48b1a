#include "protocol/consensus/tendermint/offence_log.hpp"

#include "protocol/consensus/tendermint/config.hpp"

namespace callo {

bool OffenceLog::is_news(const Offence& offence) {
  std::set<Offence>& known = offences_[offence.height][offence.culprit];
  return known.size() < kReportsPerCulpritMax && known.insert(offence).second;
}

void OffenceLog::forget_before(Height height) {
  offences_.erase(offences_.begin(), offences_.lower_bound(height));
}

}  // namespace callo
