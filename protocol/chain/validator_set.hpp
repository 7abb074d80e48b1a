#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "protocol/base/hash.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/base/keys.hpp"

namespace callo {

// CometBFT's MaxTotalVotingPower, MaxInt64 / 8: priorities then never overflow.
inline constexpr std::int64_t kTotalPowerMax = INT64_MAX / 8;

struct Validator {
  NodeId node;
  PublicKey key;
  std::int64_t power{};
  std::int64_t priority{};
};

// One validator joins (if it is no member yet), changes key or power, or leaves (power 0).
struct ValidatorUpdate {
  NodeId node;
  PublicKey key;
  std::int64_t power{};
  bool operator==(const ValidatorUpdate&) const = default;
};

// Who may vote, with how much power, and who proposes next: CometBFT's weighted round robin
// (types/validator_set.go), where its "lower address" that breaks ties is the lower NodeId here.
// Ordered by NodeId; an index is a position in that order.
class ValidatorSet {
 public:
  // Powers > 0, nodes distinct, total power at most kTotalPowerMax. Priorities as given; call
  // advance(1) for the set of the first round of height 1 (CometBFT's NewValidatorSet does).
  explicit ValidatorSet(std::vector<Validator> validators);
  // As it was at some round: with its priorities, and whose turn it was.
  ValidatorSet(std::vector<Validator> validators, std::size_t proposer);

  std::size_t size() const { return validators_.size(); }

  std::span<const Validator> validators() const { return validators_; }

  const Validator& at(std::size_t index) const { return validators_[index]; }

  std::optional<std::size_t> index_of(NodeId node) const;

  std::int64_t total_power() const { return total_power_; }

  // The smallest power that is more than 2/3 of the total.
  std::int64_t quorum_power() const {
    return total_power_ / 3 * 2 + (total_power_ % 3) * 2 / 3 + 1;
  }

  // The smallest power that is more than 1/3: at least one correct validator is among it.
  std::int64_t one_correct_power() const { return total_power_ / 3 + 1; }

  // The proposer of the current round.
  NodeId proposer() const;
  // IncrementProposerPriority(times): rescale, centre, then `times` turns of the rotation.
  void advance(std::int32_t times);
  // A copy advanced by `times` (0: unchanged): the set of a later round of the same height.
  ValidatorSet advanced(std::int32_t times) const;

  // CometBFT's UpdateWithChangeSet: who stays keeps its priority, a newcomer starts at -1.125 * P,
  // P being the total power with all updates and without the departures, so that nobody gains a
  // turn by leaving and joining again. Then priorities are rescaled and centred. Requires what
  // applicable_updates returned for this set; nothing changes when that is empty.
  void update(std::span<const ValidatorUpdate> updates);

  // SHA-256 over the canonical encoding of (node, key, power); priorities are not covered.
  const Hash& hash() const { return hash_; }

  // SHA-256 over the canonical encoding of (node, priority) and of whose turn it is: what the
  // rotation goes on from, and `hash` says nothing of.
  Hash priorities_hash() const;

 private:
  void sort_and_sum();

  std::vector<Validator> validators_;
  Hash hash_;
  std::int64_t total_power_ = 0;
  std::size_t proposer_ = 0;
};

// What of a block's updates `set` can take, ascending nodes. Of several for one node the last one
// counts. Left out are: powers below 0, departures of non-members, whatever would bring the total
// (departures not yet deducted) above kTotalPowerMax or the number of validators above
// `validators_max`, and a departure that would leave nobody.
std::vector<ValidatorUpdate> applicable_updates(const ValidatorSet& set,
                                                std::span<const ValidatorUpdate> updates,
                                                std::size_t validators_max);

}  // namespace callo
