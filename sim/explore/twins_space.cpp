#include "sim/explore/twins_space.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"

namespace callo::sim {

namespace {

constexpr std::uint32_t kTwinsRoundsMax = 4;
constexpr Height kTwinsHeightMax = 2;
constexpr unsigned kBitsPerRound = 2;  // of one copy: votes, precommits

bool is_in(const std::vector<std::uint32_t>& nodes, std::uint32_t node) {
  return std::find(nodes.begin(), nodes.end(), node) != nodes.end();
}

std::vector<std::uint32_t> leaders_of(const TwinsShape& shape) {
  std::vector<std::uint32_t> leaders;
  for (std::uint32_t round = 0; round < std::min(shape.rounds, shape.nodes); ++round) {
    leaders.push_back((static_cast<std::uint32_t>(shape.height) - 1 + round) % shape.nodes);
  }
  return leaders;
}

// n over k; exact, since every prefix of the product is a binomial coefficient itself.
WideIndex choose(WideIndex n, std::uint64_t k) {
  WideIndex result = 1;
  for (std::uint64_t i = 1; i <= k; ++i) {
    result = result * (n - k + i) / i;
  }
  return n < k ? 0 : result;
}

// The largest value in [0, limit) with is_below(value); is_below(0) holds and it is monotone.
template <typename IsBelow>
std::uint64_t largest(std::uint64_t limit, IsBelow&& is_below) {
  std::uint64_t low = 0;
  std::uint64_t high = limit;
  while (high - low > 1) {
    const std::uint64_t middle = low + (high - low) / 2;
    (is_below(middle) ? low : high) = middle;
  }
  return low;
}

WideIndex triangle(std::uint64_t n) {
  return WideIndex{n} * (WideIndex{n} + 1) / 2;
}

// Adds the shapes of one height and number of rounds: the twins among the leaders are a subset of
// them, the others the first of those that lead nothing.
void add_shapes(std::uint32_t nodes, Height height, std::uint32_t rounds,
                std::vector<TwinsShape>& shapes) {
  const TwinsShape plain{nodes, height, rounds, {}};
  const std::vector<std::uint32_t> leaders = leaders_of(plain);
  std::vector<std::uint32_t> idle;
  for (std::uint32_t node = 0; node < nodes; ++node) {
    if (!is_in(leaders, node)) {
      idle.push_back(node);
    }
  }
  const std::uint32_t faulty_max = (nodes - 1) / 3;
  for (std::uint32_t subset = 0; subset < (1U << leaders.size()); ++subset) {
    std::vector<std::uint32_t> twins;
    for (std::uint32_t i = 0; i < leaders.size(); ++i) {
      if ((subset >> i & 1U) != 0) {
        twins.push_back(leaders[i]);
      }
    }
    for (std::size_t more = 0; more <= idle.size(); ++more) {
      if (more > 0) {
        twins.push_back(idle[more - 1]);
      }
      if (!twins.empty() && twins.size() <= faulty_max) {
        TwinsShape shape = plain;
        shape.twins = twins;
        std::sort(shape.twins.begin(), shape.twins.end());
        shapes.push_back(std::move(shape));
      }
    }
  }
}

}  // namespace

std::vector<TwinsShape> twins_shapes(std::uint32_t nodes) {
  std::vector<TwinsShape> shapes;
  for (Height height = 1; height <= kTwinsHeightMax; ++height) {
    for (std::uint32_t rounds = 1; rounds <= kTwinsRoundsMax; ++rounds) {
      add_shapes(nodes, height, rounds, shapes);
    }
  }
  return shapes;
}

TwinsSpace::TwinsSpace(TwinsShape shape) : shape_{std::move(shape)} {
  const std::vector<std::uint32_t> leaders = leaders_of(shape_);
  for (const std::uint32_t leader : leaders) {
    if (!is_in(shape_.twins, leader)) {
      leaders_.push_back(leader);
    }
  }
  for (std::uint32_t node = 0; node < shape_.nodes; ++node) {
    if (!is_in(leaders, node) && !is_in(shape_.twins, node)) {
      others_.push_back(node);
    }
  }
  const unsigned copy_bits = kBitsPerRound * shape_.rounds;
  const auto leader_bits = copy_bits * static_cast<unsigned>(leaders_.size());
  CALLO_CHECK(leader_bits < 63);
  pairs_ = triangle(std::uint64_t{1} << leader_bits);
  const std::uint64_t columns = std::uint64_t{1} << (2 * copy_bits);
  multisets_ = others_.empty() ? 1 : choose(columns + others_.size() - 1, others_.size());
}

// Two words of all leaders' bits, the first copy's not above the second's, from the number of
// their pair: v (v + 1) / 2 + u.
std::vector<TwinsSpace::Column> TwinsSpace::leader_columns(WideIndex index) const {
  const unsigned bits = kBitsPerRound * shape_.rounds;
  const auto all_bits = bits * static_cast<unsigned>(leaders_.size());
  const std::uint64_t second = largest(
      std::uint64_t{1} << all_bits, [&](std::uint64_t value) { return triangle(value) <= index; });
  const auto first = static_cast<std::uint64_t>(index - triangle(second));
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  std::vector<Column> columns;
  for (unsigned i = 0; i < leaders_.size(); ++i) {
    columns.push_back({first >> (bits * i) & mask, second >> (bits * i) & mask});
  }
  return columns;
}

// A multiset of columns from its number, by the combinatorial number system: c_1 < c_2 < … with
// c_i = column_i + i - 1 has the number sum of (c_i over i).
std::vector<TwinsSpace::Column> TwinsSpace::other_columns(WideIndex index) const {
  const unsigned bits = kBitsPerRound * shape_.rounds;
  const std::uint64_t mask = (std::uint64_t{1} << bits) - 1;
  std::vector<Column> columns;
  std::uint64_t limit = (std::uint64_t{1} << (2 * bits)) + others_.size();
  for (std::uint64_t left = others_.size(); left > 0; --left) {
    limit = largest(limit, [&](std::uint64_t value) { return choose(value, left) <= index; });
    index -= choose(limit, left);
    const std::uint64_t column = limit - (left - 1);
    columns.push_back({column & mask, column >> bits});
  }
  return columns;
}

std::vector<TwinsCell> TwinsSpace::cells(WideIndex index) const {
  CALLO_CHECK(index < size());
  std::vector<TwinsCell> cells(shape_.rounds);
  const auto add = [&](const std::vector<std::uint32_t>& nodes,
                       const std::vector<Column>& columns) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      for (std::uint32_t round = 0; round < shape_.rounds; ++round) {
        const auto put = [&](std::uint64_t column, unsigned bit, std::vector<std::uint32_t>& set) {
          if ((column >> (kBitsPerRound * round + bit) & 1U) != 0) {
            set.push_back(nodes[i]);
          }
        };
        put(columns[i].first, 0, cells[round].first);
        put(columns[i].first, 1, cells[round].first_precommits);
        put(columns[i].second, 0, cells[round].second);
        put(columns[i].second, 1, cells[round].second_precommits);
      }
    }
  };
  add(leaders_, leader_columns(index / multisets_));
  add(others_, other_columns(index % multisets_));
  return cells;
}

}  // namespace callo::sim
