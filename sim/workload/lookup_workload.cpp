#include "sim/workload/lookup_workload.hpp"

#include <algorithm>
#include <numeric>

#include "protocol/base/check.hpp"

namespace callo::sim {

namespace {

constexpr Purpose kLookupArrivals = Purpose::of("lookup arrivals");
constexpr Purpose kLookupTargets = Purpose::of("lookup searchers and targets");
constexpr std::uint64_t kWeightOne = std::uint64_t{1} << 32;

}  // namespace

LookupWorkload::LookupWorkload(const LookupWorkloadConfig& config)
    : config_{config}, next_arrival_{config.from} {
  CALLO_CHECK(config.interval_mean > Duration::zero());
  CALLO_CHECK(config.population_max > 0);
  if (config.popularity == Popularity::zipf) {
    std::uint64_t sum = 0;
    for (std::uint64_t rank = 1; rank <= config.population_max; ++rank) {
      sum += kWeightOne / rank;
      weights_.push_back(sum);
    }
  }
  schedule_next();
}

void LookupWorkload::schedule_next() {
  RandomStream random{config_.seed, kLookupArrivals, next_number_};
  const Duration gap{random.exponential(config_.interval_mean.count())};
  const bool is_over = gap >= config_.until - next_arrival_;
  next_arrival_ = is_over ? kSimEnd : next_arrival_ + gap;
}

ScheduledLookup LookupWorkload::take_next() {
  CALLO_CHECK(next_arrival_ != kSimEnd);
  ScheduledLookup lookup{next_number_, next_arrival_, LookupKind::node,
                         RandomStream{config_.seed, kLookupTargets, next_number_}};
  const std::uint64_t all =
      std::accumulate(config_.shares.begin(), config_.shares.end(), std::uint64_t{0});
  std::uint64_t drawn = lookup.random.below(all);
  std::size_t kind = 0;
  while (drawn >= config_.shares[kind]) {
    drawn -= config_.shares[kind];
    ++kind;
  }
  lookup.kind = static_cast<LookupKind>(kind);
  ++next_number_;
  schedule_next();
  return lookup;
}

std::uint32_t LookupWorkload::choose(ScheduledLookup& lookup, std::uint32_t count) const {
  CALLO_CHECK(count > 0 && count <= config_.population_max);
  if (config_.popularity == Popularity::uniform) {
    return static_cast<std::uint32_t>(lookup.random.below(count));
  }
  const std::uint64_t drawn = lookup.random.below(weights_[count - 1]);
  const auto at = std::upper_bound(weights_.begin(), weights_.begin() + count, drawn);
  return static_cast<std::uint32_t>(at - weights_.begin());
}

}  // namespace callo::sim
