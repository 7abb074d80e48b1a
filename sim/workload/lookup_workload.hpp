#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "sim/engine/random_stream.hpp"
#include "sim/engine/sim_time.hpp"

namespace callo::sim {

// What is looked up. The order is that of the shares.
enum class LookupKind : std::uint8_t { node, block, transaction, coins };
inline constexpr std::size_t kLookupKinds = 4;

enum class Popularity : std::uint8_t { uniform, zipf };

struct LookupWorkloadConfig {
  std::uint64_t seed{};
  Duration interval_mean{};  // between lookups of all nodes together, > 0
  SimTime from{};
  SimTime until = kSimEnd;
  std::array<std::uint32_t, kLookupKinds> shares{1, 0, 0, 0};  // not all zero
  Popularity popularity = Popularity::uniform;
  std::uint32_t population_max = 1;  // no kind has more to choose from
};

// One lookup that is due; what it is for is drawn by its taker, who knows what there is.
struct ScheduledLookup {
  std::uint64_t number{};  // from 0
  SimTime scheduled;
  LookupKind kind{};
  RandomStream random;  // its own
};

// Open loop: when and what is looked up depends on the seed alone, lookup i on a stream of its own.
// Integer arithmetic only.
class LookupWorkload {
 public:
  explicit LookupWorkload(const LookupWorkloadConfig& config);

  // kSimEnd when there is none.
  SimTime next_arrival() const { return next_arrival_; }

  ScheduledLookup take_next();

  // Which of `count` the lookup is for: each as likely as any other, or (Zipf, exponent 1) number i
  // with a weight of 1 / (i + 1). Contract: 0 < count <= population_max.
  std::uint32_t choose(ScheduledLookup& lookup, std::uint32_t count) const;

 private:
  void schedule_next();

  LookupWorkloadConfig config_;
  std::uint64_t next_number_ = 0;
  SimTime next_arrival_;
  std::vector<std::uint64_t> weights_;  // of the first i + 1, as fractions of 2^32; zipf only
};

}  // namespace callo::sim
