#include "protocol/chain/validator_history.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo {

void ValidatorHistory::append(Height height, const ValidatorSet& validators) {
  CALLO_CHECK(epochs_.empty() || height == last_ + 1);
  last_ = height;
  if (epochs_.empty() || epochs_.back().validators.hash() != validators.hash()) {
    epochs_.push_back({height, validators});
  }
}

const ValidatorSet* ValidatorHistory::at(Height height) const {
  if (epochs_.empty() || height > last_) {
    return nullptr;
  }
  const auto after =
      std::upper_bound(epochs_.begin(), epochs_.end(), height,
                       [](Height wanted, const Epoch& epoch) { return wanted < epoch.first; });
  return after == epochs_.begin() ? nullptr : &std::prev(after)->validators;
}

void ValidatorHistory::forget_before(Height height) {
  while (epochs_.size() > 1 && epochs_[1].first <= height) {
    epochs_.pop_front();
  }
}

}  // namespace callo
