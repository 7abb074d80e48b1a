#include "protocol/overlay/extra_links.hpp"

#include <algorithm>
#include <utility>

namespace callo {
namespace {

// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
class Sequence {
 public:
  explicit Sequence(std::uint64_t seed) : state_{seed} {}

  // Uniform below `bound` > 0, without bias: the incomplete last interval is drawn again.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t refused = (0 - bound) % bound;
    for (;;) {
      const std::uint64_t value = next();
      if (value >= refused) {
        return value % bound;
      }
    }
  }

 private:
  std::uint64_t next() {
    state_ += 0x9e3779b97f4a7c15ULL;
    std::uint64_t value = state_;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31);
  }

  std::uint64_t state_;
};

// The corner farthest from corner 0, the lowest among equals; 0 when all are neighbours of it.
std::uint32_t farthest_corner(std::uint32_t dimensions, const std::vector<std::uint32_t>& masks) {
  constexpr std::uint32_t kUnreached = ~0U;
  std::vector<std::uint32_t> distance(std::size_t{1} << dimensions, kUnreached);
  std::vector<std::uint32_t> reached{0};
  distance[0] = 0;
  for (std::size_t next = 0; next < reached.size(); ++next) {
    for (const std::uint32_t mask : masks) {
      const std::uint32_t corner = reached[next] ^ mask;
      if (distance[corner] == kUnreached) {
        distance[corner] = distance[reached[next]] + 1;
        reached.push_back(corner);
      }
    }
  }
  const auto farthest = std::max_element(distance.begin(), distance.end());
  return *farthest <= 1 ? 0 : static_cast<std::uint32_t>(farthest - distance.begin());
}

std::vector<CubeLabel> shuffled_labels(std::size_t count, Sequence& sequence) {
  std::vector<CubeLabel> labels(count);
  for (std::uint32_t value = 0; value < count; ++value) {
    labels[value] = CubeLabel{value};
  }
  for (std::size_t left = count; left > 1; --left) {
    std::swap(labels[left - 1], labels[sequence.below(left)]);
  }
  return labels;
}

using Matching = std::vector<std::pair<CubeLabel, CubeLabel>>;

// Pairs labels in random order, each with the next one that it is not linked to.
Matching try_matching(const Adjacency& links, Sequence& sequence) {
  std::vector<CubeLabel> waiting = shuffled_labels(links.size(), sequence);
  Matching matching;
  while (!waiting.empty()) {
    const CubeLabel label = waiting.back();
    waiting.pop_back();
    const auto partner = std::find_if(waiting.rbegin(), waiting.rend(), [&](CubeLabel other) {
      return !is_linked(links, label, other);
    });
    if (partner != waiting.rend()) {
      matching.emplace_back(label, *partner);
      waiting.erase(std::next(partner).base());
    }
  }
  return matching;
}

}  // namespace

std::vector<std::uint32_t> antipodal_masks(std::uint32_t dimensions, std::uint32_t count) {
  std::vector<std::uint32_t> masks;
  for (std::uint32_t dimension = 0; dimension < dimensions; ++dimension) {
    masks.push_back(1U << dimension);
  }
  std::vector<std::uint32_t> antipodal;
  while (antipodal.size() < count) {
    const std::uint32_t mask = farthest_corner(dimensions, masks);
    if (mask == 0) {
      break;
    }
    antipodal.push_back(mask);
    masks.push_back(mask);
  }
  return antipodal;
}

void add_random_matchings(Adjacency& links, std::uint32_t count, std::uint64_t seed) {
  // Almost always the first attempt is perfect; dense graphs need more.
  constexpr int kAttempts = 64;
  Sequence sequence{seed};
  for (std::uint32_t round = 0; round < count; ++round) {
    Matching best;
    for (int attempt = 0; attempt < kAttempts && best.size() < links.size() / 2; ++attempt) {
      Matching matching = try_matching(links, sequence);
      if (matching.size() > best.size()) {
        best = std::move(matching);
      }
    }
    for (const auto& [a, b] : best) {
      add_link(links, a, b);
    }
    sort_links(links);
  }
}

}  // namespace callo
