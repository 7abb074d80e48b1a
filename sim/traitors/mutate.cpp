#include "sim/traitors/mutate.hpp"

#include <algorithm>
#include <optional>

#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kNamedMax = 16;

// One more or one less, within what the wire can carry.
template <typename Integer>
Integer next_to(Integer value, Integer least, Random& random) {
  return value > least && draw_below(random, 2) == 0 ? value - 1 : value + 1;
}

}  // namespace

Replacing::Words Mutate::replacement(const Turn&, const Envelope& envelope, const Frame& frame,
                                     Effects& out) {
  Random& random = context().random;
  if (std::optional<Vote> vote = decode_vote(envelope)) {
    switch (draw_below(random, 3)) {
      case 0:
        vote->round = next_to<Round>(vote->round, 0, random);
        break;
      case 1:
        vote->height = next_to<Height>(vote->height, 1, random);
        break;
      default:
        vote->block_id = another_block(vote->block_id);
    }
    return {sealed(*vote, out)};
  }
  if (std::optional<Proposal> proposal = decode_proposal(envelope)) {
    switch (draw_below(random, 4)) {
      case 0:
        proposal->round = next_to<Round>(proposal->round, 0, random);
        break;
      case 1:
        proposal->height = next_to<Height>(proposal->height, 1, random);
        break;
      case 2:
        proposal->valid_round = next_to<Round>(proposal->valid_round, kNoRound, random);
        break;
      default:
        if (const BlockId other = another_block(proposal->block_id); !other.is_nil()) {
          proposal->block_id = other;
        }
    }
    return {sealed(*proposal, out)};
  }
  return {frame};
}

BlockId Mutate::another_block(const BlockId& block) {
  if (!block.is_nil() && std::find(named_.begin(), named_.end(), block) == named_.end()) {
    named_.push_back(block);
    if (named_.size() > kNamedMax) {
      named_.pop_front();
    }
  }
  std::vector<BlockId> others;
  std::copy_if(named_.begin(), named_.end(), std::back_inserter(others),
               [&](const BlockId& known) { return known != block; });
  if (!block.is_nil()) {
    others.emplace_back();
  }
  return others.empty() ? block : others[draw_below(context().random, others.size())];
}

}  // namespace callo::sim
