#include "topologies/latency_placement.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "protocol/base/check.hpp"

namespace callo::topologies {

namespace {

class Bisection {
 public:
  Bisection(std::span<const std::uint32_t> places, std::span<const Duration> latencies)
      : places_{places}, latencies_{latencies}, labels_(places.size()) {
    while (width_ * width_ < latencies.size()) {
      ++width_;
    }
    CALLO_CHECK(width_ * width_ == latencies.size());
  }

  // `nodes` get the labels from `first` on, which is a multiple of `room`, a power of two.
  void place(std::vector<std::uint32_t> nodes, std::uint32_t first, std::uint32_t room) {
    if (nodes.size() <= 1) {
      for (const std::uint32_t node : nodes) {
        labels_[node] = CubeLabel{first};
      }
      return;
    }
    const auto [low, high] = poles(nodes);
    std::stable_sort(nodes.begin(), nodes.end(),
                     [this, low = low, high = high](std::uint32_t a, std::uint32_t b) {
                       return latency(a, low) - latency(a, high) <
                              latency(b, low) - latency(b, high);
                     });
    const std::uint32_t half = room / 2;
    const auto middle = nodes.begin() + std::min<std::ptrdiff_t>(half, std::ssize(nodes));
    std::vector<std::uint32_t> upper{middle, nodes.end()};
    nodes.erase(middle, nodes.end());
    std::sort(nodes.begin(), nodes.end());
    std::sort(upper.begin(), upper.end());
    place(std::move(nodes), first, half);
    place(std::move(upper), first + half, half);
  }

  std::vector<CubeLabel> take() { return std::move(labels_); }

 private:
  Duration latency(std::uint32_t a, std::uint32_t b) const {
    return latencies_[places_[a] * width_ + places_[b]];
  }

  // One node of each place stands for all of it.
  std::pair<std::uint32_t, std::uint32_t> poles(const std::vector<std::uint32_t>& nodes) const {
    std::vector<std::uint32_t> first_of(width_, UINT32_MAX);
    for (const std::uint32_t node : nodes) {
      first_of[places_[node]] = std::min(first_of[places_[node]], node);
    }
    std::erase(first_of, UINT32_MAX);
    std::sort(first_of.begin(), first_of.end());
    std::pair best{first_of.front(), first_of.front()};
    for (std::size_t a = 0; a < first_of.size(); ++a) {
      for (std::size_t b = a + 1; b < first_of.size(); ++b) {
        if (latency(first_of[a], first_of[b]) > latency(best.first, best.second)) {
          best = {first_of[a], first_of[b]};
        }
      }
    }
    return best;
  }

  std::span<const std::uint32_t> places_;
  std::span<const Duration> latencies_;
  std::size_t width_ = 0;
  std::vector<CubeLabel> labels_;
};

}  // namespace

std::vector<CubeLabel> place_by_latency(std::span<const std::uint32_t> places,
                                        std::span<const Duration> latencies) {
  std::vector<std::uint32_t> nodes(places.size());
  for (std::uint32_t node = 0; node < nodes.size(); ++node) {
    nodes[node] = node;
  }
  Bisection bisection{places, latencies};
  bisection.place(std::move(nodes), 0, std::bit_ceil(static_cast<std::uint32_t>(places.size())));
  return bisection.take();
}

}  // namespace callo::topologies
