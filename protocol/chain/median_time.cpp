#include "protocol/chain/median_time.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo {

CalendarTime median_time(const Commit& commit, const ValidatorSet& validators) {
  struct Weighted {
    CalendarTime time;
    std::int64_t power;
  };

  CALLO_CHECK(commit.signatures.size() == validators.size());
  std::vector<Weighted> times;
  std::int64_t total = 0;
  for (std::size_t index = 0; index < commit.signatures.size(); ++index) {
    const CommitSignature& entry = commit.signatures[index];
    if (entry.flag == CommitFlag::for_block) {
      times.push_back({entry.time, validators.at(index).power});
      total += times.back().power;
    }
  }
  std::sort(times.begin(), times.end(),
            [](const Weighted& a, const Weighted& b) { return a.time < b.time; });
  std::int64_t before_median = total / 2;
  for (const Weighted& vote : times) {
    if (before_median < vote.power) {
      return vote.time;
    }
    before_median -= vote.power;
  }
  CALLO_CHECK(false);
  return {};
}

}  // namespace callo
