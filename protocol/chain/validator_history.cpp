#include "protocol/chain/validator_history.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/chain/validator_codec.hpp"

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

void ValidatorHistory::encode(Writer& out) const {
  out.u64(last_);
  out.u32(static_cast<std::uint32_t>(epochs_.size()));
  for (const Epoch& epoch : epochs_) {
    out.u64(epoch.first);
    callo::encode(out, epoch.validators);
  }
}

std::optional<ValidatorHistory> ValidatorHistory::decode(Reader& in) {
  ValidatorHistory history;
  history.last_ = in.u64();
  const std::uint32_t count = in.u32();
  for (std::uint32_t index = 0; index < count && in.ok(); ++index) {
    const Height first = in.u64();
    std::optional<ValidatorSet> validators = decode_validator_set(in);
    const bool is_later = history.epochs_.empty() || first > history.epochs_.back().first;
    if (!validators || !is_later || first > history.last_) {
      return std::nullopt;
    }
    history.epochs_.push_back({first, std::move(*validators)});
  }
  return in.ok() && !history.epochs_.empty() ? std::optional{std::move(history)} : std::nullopt;
}

}  // namespace callo
