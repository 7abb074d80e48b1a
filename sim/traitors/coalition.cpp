#include "sim/traitors/coalition.hpp"

#include <algorithm>

#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kFramesMax = 2'048;
constexpr std::size_t kPlacesMax = 256;
constexpr std::size_t kBlocksPerRoundMax = 4;

}  // namespace

Coalition::Coalition(std::span<const EndpointId> side_b)
    : forged_{kPlacesMax}, frames_{kFramesMax}, blocks_{kPlacesMax}, seen_{kPlacesMax} {
  for (const EndpointId endpoint : side_b) {
    sides_[endpoint] = Side::b;
  }
}

Coalition::Coalition(std::span<const EndpointId> victims, Random& random)
    : Coalition{std::span<const EndpointId>{}} {
  std::vector<EndpointId> order{victims.begin(), victims.end()};
  shuffle(std::span{order}, random);
  for (std::size_t index = 0; index < order.size(); ++index) {
    sides_[order[index]] = index < (order.size() + 1) / 2 ? Side::a : Side::b;
  }
}

Side Coalition::side_of(EndpointId endpoint) const {
  const auto found = sides_.find(endpoint);
  return found == sides_.end() ? Side::a : found->second;
}

void Coalition::tell(const ContentId& original, const FrameVariants& variants) {
  frames_.at(original) = variants;
  if (variants.a) {
    frames_.at(variants.a.id()) = variants;
  }
  if (variants.b) {
    frames_.at(variants.b.id()) = variants;
  }
}

void Coalition::propose(Height height, Round round, const BlockVariants& blocks) {
  blocks_.at({height, round}) = blocks;
}

void Coalition::saw(Height height, Round round, const BlockId& block) {
  std::vector<BlockId>& blocks = seen_.at({height, round});
  const bool is_known = std::find(blocks.begin(), blocks.end(), block) != blocks.end();
  if (!is_known && blocks.size() < kBlocksPerRoundMax) {
    blocks.push_back(block);
  }
}

std::optional<BlockId> Coalition::another_block(Height height, Round round,
                                                const BlockId& block) const {
  if (const std::vector<BlockId>* blocks = seen_.find({height, round})) {
    for (const BlockId& candidate : *blocks) {
      if (candidate != block) {
        return candidate;
      }
    }
  }
  return std::nullopt;
}

}  // namespace callo::sim
