#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

namespace callo::sim {

// Delta debugging (Zeller & Hildebrandt, IEEE TSE 28(2), 2002, figure 3): leaves a part of `items`
// that still fails, and of which no single item can go without the failure going too. `first` is
// given several parts and says which of them is the first that fails; the order of the parts is
// that of the paper: first none at all, then subsets, then complements.
template <typename Item, typename First>
std::vector<Item> ddmin(std::vector<Item> items, First&& first) {
  using Items = std::vector<Item>;
  if (items.empty() || first(std::vector<Items>{Items{}})) {
    return {};
  }
  std::size_t pieces = 2;
  while (items.size() >= 2) {
    pieces = std::min(pieces, items.size());
    std::vector<Items> parts;
    const auto bound = [&](std::size_t piece) {
      return items.begin() + static_cast<std::ptrdiff_t>(piece * items.size() / pieces);
    };
    for (std::size_t piece = 0; piece < pieces; ++piece) {
      parts.emplace_back(bound(piece), bound(piece + 1));
    }
    // With two pieces each subset is the other's complement.
    for (std::size_t piece = 0; piece < pieces && pieces > 2; ++piece) {
      Items complement(items.begin(), bound(piece));
      complement.insert(complement.end(), bound(piece + 1), items.end());
      parts.push_back(std::move(complement));
    }
    const std::optional<std::size_t> found = first(parts);
    if (found) {
      items = std::move(parts[*found]);
      pieces = *found < pieces ? 2 : pieces - 1;
    } else if (pieces < items.size()) {
      pieces *= 2;
    } else {
      break;
    }
  }
  return items;
}

}  // namespace callo::sim
