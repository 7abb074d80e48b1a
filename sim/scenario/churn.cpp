#include "sim/scenario/churn.hpp"

#include <algorithm>
#include <utility>

namespace callo::sim {

Churn::Churn(const ScenarioSpec& spec, const Cast& cast, std::uint64_t seed, ChurnHands& hands)
    : spec_{spec},
      cast_{cast},
      places_{static_cast<std::uint32_t>(cast.endpoint_nodes().size())},
      seed_{seed},
      hands_{hands},
      lives_(places_, 0) {}

RandomStream Churn::lot(const char* purpose, std::uint32_t place) const {
  return RandomStream{seed_, Purpose::of(purpose), place, lives_[place]};
}

void Churn::changed(Duration time) {
  last_change_ = std::max(last_change_, time);
}

bool Churn::is_over(Duration time) const {
  return spec_.churn.until && time >= *spec_.churn.until;
}

void Churn::schedule() {
  schedule_joins();
  const ChurnSpec& churn = spec_.churn;
  if (churn.failures_at) {
    hands_.at(SimTime{*churn.failures_at}, [this] { fail_many(); });
  }
  if (churn.lifetime) {
    for (std::uint32_t place = 0; place < churn.initial; ++place) {
      expect_end(place);
    }
  }
}

void Churn::schedule_joins() {
  const ChurnSpec& churn = spec_.churn;
  for (std::uint32_t place = churn.initial; place < places_; ++place) {
    RandomStream stream{seed_, Purpose::of("churn.join"), place};
    const Duration when =
        churn.joins_from + Duration{stream.between(0, churn.joins_over.count() - 1)};
    hands_.at(SimTime{when}, [this, place, when] {
      now_ = when;
      come(place);
    });
  }
}

// A share of those that are there, to the nearest whole number below; who, by lot.
void Churn::fail_many() {
  now_ = *spec_.churn.failures_at;
  std::vector<std::uint32_t> there;
  for (std::uint32_t place = 0; place < places_; ++place) {
    if (!is_spared(place) && hands_.is_up(place)) {
      there.push_back(place);
    }
  }
  const std::uint64_t share = spec_.churn.failures.parts_per_million;
  const std::size_t count = there.size() * share / kCertain;
  RandomStream stream{seed_, Purpose::of("churn.failures")};
  for (std::size_t chosen = 0; chosen < count; ++chosen) {
    std::swap(there[chosen], there[chosen + stream.below(there.size() - chosen)]);
    failed_ += hands_.fail(there[chosen]) ? 1U : 0U;
  }
  if (count > 0) {
    changed(now_);
  }
}

void Churn::come(std::uint32_t place) {
  const bool comes_back =
      lives_[place] > 0 && lot("churn.rejoin", place).chance(spec_.churn.rejoin.parts_per_million);
  const bool is_first = lives_[place] == 0 && place >= spec_.churn.initial;
  ++lives_[place];
  if (hands_.start(place, !comes_back && !is_first)) {
    changed(now_);
    if (spec_.churn.lifetime) {
      expect_end(place);
    }
  }
}

void Churn::expect_end(std::uint32_t place) {
  const Duration from = std::max(now_, spec_.churn.from);
  const Duration when =
      from + Duration{lot("churn.lifetime", place).exponential(spec_.churn.lifetime->count())};
  if (is_spared(place) || is_over(when) || when >= spec_.duration) {
    return;
  }
  hands_.at(SimTime{when}, [this, place, when] {
    now_ = when;
    go(place);
  });
}

void Churn::go(std::uint32_t place) {
  const bool leaves = lot("churn.graceful", place).chance(spec_.churn.graceful.parts_per_million);
  if (leaves && hands_.leave(place)) {
    ++left_;
    changed(now_);
    const Duration when = now_ + kFarewell;
    hands_.at(SimTime{when}, [this, place, when] {
      now_ = when;
      hands_.fail(place);
      expect_successor(place);
    });
  } else if (hands_.fail(place)) {
    ++failed_;
    changed(now_);
    expect_successor(place);
  }
}

void Churn::expect_successor(std::uint32_t place) {
  const Duration when =
      now_ + Duration{lot("churn.absence", place).exponential(spec_.churn.absence.count())};
  if (is_over(when) || when >= spec_.duration) {
    return;
  }
  hands_.at(SimTime{when}, [this, place, when] {
    now_ = when;
    come(place);
  });
}

}  // namespace callo::sim
