#pragma once

#include <compare>
#include <cstdint>
#include <limits>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/time.hpp"
#include "protocol/shim/random.hpp"

namespace callo::sim {

// What the honest code inside a traitor has come to in a round (self_watch.hpp).
enum class Sighting : std::uint8_t {
  proposer,       // it has proposed in this round
  polka,          // it has seen +2/3 prevotes of this round for a block
  locked,         // it has precommitted a block in this round or an earlier one of this height
  nil_prevote,    // it has prevoted nil in this round: no valid proposal in time
  nil_precommit,  // it has precommitted nil in this round: no polka in time
};
inline constexpr std::size_t kSightings = 5;

// A set of them, one bit each.
class Sightings {
 public:
  void add(Sighting sighting) { bits_ |= bit(sighting); }

  bool has(Sighting sighting) const { return (bits_ & bit(sighting)) != 0; }

  bool has_all(Sightings wanted) const { return (bits_ & wanted.bits_) == wanted.bits_; }

  bool is_empty() const { return bits_ == 0; }

  bool operator==(const Sightings&) const = default;

 private:
  static std::uint8_t bit(Sighting sighting) {
    return static_cast<std::uint8_t>(1u << static_cast<unsigned>(sighting));
  }

  std::uint8_t bits_ = 0;
};

// Where a traitor stands when it could misbehave. `time` is its node's monotonic clock, which a
// host counts from the start of the run.
struct TriggerPoint {
  MonotonicTime time;
  Height height{};
  Round round{};
  Sightings seen{};
};

// Inclusive at both ends.
template <typename Integer>
struct Range {
  Integer first = std::numeric_limits<Integer>::min();
  Integer last = std::numeric_limits<Integer>::max();

  bool covers(Integer value) const { return first <= value && value <= last; }
};

struct RoundOfHeight {
  Height height{};
  Round round{};
  auto operator<=>(const RoundOfHeight&) const = default;
};

inline constexpr std::uint32_t kPartsPerMillion = 1'000'000;

// When a traitor misbehaves. All conditions must hold together; the default is always, and never is
// probability 0. An empty list is no condition; of a list one entry must fit.
struct Trigger {
  MonotonicTime from{};
  MonotonicTime until = MonotonicTime::max();  // exclusive
  std::uint32_t probability_ppm = kPartsPerMillion;
  std::vector<Range<Height>> heights;
  std::vector<Range<Round>> rounds;
  std::vector<RoundOfHeight> places;
  Sightings seen;  // all of them

  // Draws from `random` only when everything else holds and the probability is neither 0 nor 1.
  bool fires(const TriggerPoint& point, Random& random) const;
};

}  // namespace callo::sim
