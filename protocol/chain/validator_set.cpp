#include "protocol/chain/validator_set.hpp"

#include <algorithm>
#include <map>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

namespace {

__extension__ using Wide = __int128;

// CometBFT's PriorityWindowSizeFactor.
constexpr std::int64_t kPriorityWindowFactor = 2;

std::int64_t clip(Wide value) {
  return static_cast<std::int64_t>(std::clamp<Wide>(value, INT64_MIN, INT64_MAX));
}

// Priorities further apart than the window are divided by one integer ratio, truncated towards
// zero.
void rescale(std::span<Validator> validators, std::int64_t total_power) {
  const auto [low, high] = std::minmax_element(
      validators.begin(), validators.end(),
      [](const Validator& a, const Validator& b) { return a.priority < b.priority; });
  const Wide spread = static_cast<Wide>(high->priority) - low->priority;
  const Wide window = static_cast<Wide>(kPriorityWindowFactor) * total_power;
  if (spread <= window) {
    return;
  }
  const Wide ratio = (spread + window - 1) / window;
  for (Validator& validator : validators) {
    validator.priority = static_cast<std::int64_t>(validator.priority / ratio);
  }
}

// Subtracts the average, rounded down, so that priorities stay around zero.
void centre(std::span<Validator> validators) {
  Wide sum = 0;
  for (const Validator& validator : validators) {
    sum += validator.priority;
  }
  const auto count = static_cast<Wide>(validators.size());
  const Wide average = sum / count - (sum % count < 0 ? 1 : 0);
  for (Validator& validator : validators) {
    validator.priority = clip(validator.priority - average);
  }
}

// Ties go to the lower NodeId, which stands first.
std::size_t highest_priority(std::span<const Validator> validators) {
  std::size_t best = 0;
  for (std::size_t index = 1; index < validators.size(); ++index) {
    if (validators[index].priority > validators[best].priority) {
      best = index;
    }
  }
  return best;
}

Hash hash_of(std::span<const Validator> validators) {
  Writer out{4 + validators.size() * (4 + 32 + 8)};
  out.u32(static_cast<std::uint32_t>(validators.size()));
  for (const Validator& validator : validators) {
    out.u32(validator.node.value);
    out.key(validator.key);
    out.i64(validator.power);
  }
  return sha256(out.view());
}

}  // namespace

ValidatorSet::ValidatorSet(std::vector<Validator> validators) : validators_{std::move(validators)} {
  sort_and_sum();
  proposer_ = highest_priority(validators_);
}

void ValidatorSet::sort_and_sum() {
  CALLO_CHECK(!validators_.empty());
  total_power_ = 0;
  std::sort(validators_.begin(), validators_.end(),
            [](const Validator& a, const Validator& b) { return a.node < b.node; });
  for (std::size_t index = 0; index < validators_.size(); ++index) {
    CALLO_CHECK(validators_[index].power > 0);
    CALLO_CHECK(validators_[index].power <= kTotalPowerMax - total_power_);
    CALLO_CHECK(index == 0 || validators_[index - 1].node < validators_[index].node);
    total_power_ += validators_[index].power;
  }
  hash_ = hash_of(validators_);
}

ValidatorSet::ValidatorSet(std::vector<Validator> validators, std::size_t proposer)
    : ValidatorSet{std::move(validators)} {
  CALLO_CHECK(proposer < validators_.size());
  proposer_ = proposer;
}

Hash ValidatorSet::priorities_hash() const {
  Writer out{4 + validators_.size() * (4 + 8) + 4};
  out.u32(static_cast<std::uint32_t>(validators_.size()));
  for (const Validator& validator : validators_) {
    out.u32(validator.node.value);
    out.i64(validator.priority);
  }
  out.u32(static_cast<std::uint32_t>(proposer_));
  return sha256(out.view());
}

std::optional<std::size_t> ValidatorSet::index_of(NodeId node) const {
  // Most sets number their nodes from zero: then a node's index is its number.
  if (node.value < validators_.size() && validators_[node.value].node == node) {
    return node.value;
  }
  const auto found =
      std::lower_bound(validators_.begin(), validators_.end(), node,
                       [](const Validator& validator, NodeId id) { return validator.node < id; });
  if (found == validators_.end() || found->node != node) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - validators_.begin());
}

NodeId ValidatorSet::proposer() const {
  return validators_[proposer_].node;
}

void ValidatorSet::advance(std::int32_t times) {
  CALLO_CHECK(times > 0);
  rescale(validators_, total_power_);
  centre(validators_);
  for (std::int32_t turn = 0; turn < times; ++turn) {
    for (Validator& validator : validators_) {
      validator.priority = clip(static_cast<Wide>(validator.priority) + validator.power);
    }
    proposer_ = highest_priority(validators_);
    Validator& chosen = validators_[proposer_];
    chosen.priority = clip(static_cast<Wide>(chosen.priority) - total_power_);
  }
}

ValidatorSet ValidatorSet::advanced(std::int32_t times) const {
  ValidatorSet copy = *this;
  if (times > 0) {
    copy.advance(times);
  }
  return copy;
}

void ValidatorSet::update(std::span<const ValidatorUpdate> updates) {
  if (updates.empty()) {
    return;
  }
  std::int64_t total_before_departures = total_power_;
  for (const ValidatorUpdate& update : updates) {
    const std::optional<std::size_t> index = index_of(update.node);
    if (update.power > 0) {
      total_before_departures += update.power - (index ? validators_[*index].power : 0);
    }
  }
  std::vector<Validator> after;
  for (const Validator& old : validators_) {
    const auto update =
        std::find_if(updates.begin(), updates.end(),
                     [&](const ValidatorUpdate& one) { return one.node == old.node; });
    if (update == updates.end()) {
      after.push_back(old);
    } else if (update->power > 0) {
      after.push_back({old.node, update->key, update->power, old.priority});
    }
  }
  for (const ValidatorUpdate& update : updates) {
    if (!index_of(update.node).has_value()) {
      const std::int64_t priority = -(total_before_departures + total_before_departures / 8);
      after.push_back({update.node, update.key, update.power, priority});
    }
  }
  validators_ = std::move(after);
  sort_and_sum();
  rescale(validators_, total_power_);
  centre(validators_);
  proposer_ = highest_priority(validators_);
}

namespace {

// Joins and changes of power; departures come after them.
std::vector<ValidatorUpdate> applicable_powers(const ValidatorSet& set,
                                               const std::map<NodeId, ValidatorUpdate>& updates,
                                               std::size_t validators_max) {
  std::vector<ValidatorUpdate> result;
  Wide total = set.total_power();
  std::size_t count = set.size();
  for (const auto& [node, update] : updates) {
    const std::optional<std::size_t> index = set.index_of(node);
    const Wide grown = total + update.power - (index ? set.at(*index).power : 0);
    const bool is_room = index.has_value() || count < validators_max;
    if (update.power <= 0 || grown > kTotalPowerMax || !is_room) {
      continue;
    }
    total = grown;
    count += index.has_value() ? 0U : 1U;
    result.push_back(update);
  }
  return result;
}

}  // namespace

std::vector<ValidatorUpdate> applicable_updates(const ValidatorSet& set,
                                                std::span<const ValidatorUpdate> updates,
                                                std::size_t validators_max) {
  std::map<NodeId, ValidatorUpdate> last;
  for (const ValidatorUpdate& update : updates) {
    last.insert_or_assign(update.node, update);
  }
  std::vector<ValidatorUpdate> result = applicable_powers(set, last, validators_max);
  std::size_t count = set.size();
  for (const ValidatorUpdate& update : result) {
    count += set.index_of(update.node).has_value() ? 0U : 1U;
  }
  for (const auto& [node, update] : last) {
    if (update.power == 0 && set.index_of(node).has_value() && count > 1) {
      result.push_back(update);
      --count;
    }
  }
  std::sort(result.begin(), result.end(),
            [](const ValidatorUpdate& a, const ValidatorUpdate& b) { return a.node < b.node; });
  return result;
}

}  // namespace callo
