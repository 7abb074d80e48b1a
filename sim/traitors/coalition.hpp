#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/chain/block_id.hpp"
#include "protocol/chain/light_client.hpp"
#include "protocol/shim/random.hpp"
#include "protocol/shim/signer.hpp"
#include "sim/traitors/recent_map.hpp"

namespace callo::sim {

// The two halves of the honest endpoints that a coalition tells different stories.
enum class Side : std::uint8_t { a, b };

// Two messages for the two sides. An empty frame means that the side is told nothing; equal frames
// mean that the author chose to be honest here.
struct FrameVariants {
  Frame a;
  Frame b;
};

struct BlockVariants {
  BlockId a;
  BlockId b;
};

// What traitors share: one split of their victims, and who told which story. Without it three liars
// of seven spoil each other's lies; with it two honest nodes and three traitors are a quorum (5 of
// 7) on each side. Members themselves stand on side a, so that the honest code inside each of them
// follows one consistent story. A lone traitor is a coalition of one.
class Coalition {
 public:
  // Splits `victims` into halves (the first is the larger one when their number is odd) by lot.
  Coalition(std::span<const EndpointId> victims, Random& random);
  // With the split given: who is told variant b.
  explicit Coalition(std::span<const EndpointId> side_b);

  // Who lies together; the signer outlives the coalition. Members lend each other their keys.
  void join(NodeId member, Signer& signer) { members_.emplace(member, &signer); }

  bool is_member(NodeId node) const { return members_.contains(node); }

  // Null for who is no member.
  Signer* signer_of(NodeId node) const {
    const auto found = members_.find(node);
    return found == members_.end() ? nullptr : found->second;
  }

  // A header that a member forged, so that all members tell of one chain; null: none of this
  // height.
  std::optional<LightBlock>& forged(Height height) { return forged_.at(height); }

  // Endpoints that are no victims stand on side a.
  Side side_of(EndpointId endpoint) const;

  // Both frames are found by the content id of either.
  void tell(const ContentId& original, const FrameVariants& variants);

  const FrameVariants* told(const ContentId& frame) const { return frames_.find(frame); }

  // A member proposed two blocks in this round: every member votes for a towards side a and for b
  // towards side b.
  void propose(Height height, Round round, const BlockVariants& blocks);

  const BlockVariants* proposed(Height height, Round round) const {
    return blocks_.find({height, round});
  }

  // A member saw a proposal of this block.
  void saw(Height height, Round round, const BlockId& block);
  // A block of the round that is not `block`, if any member saw one.
  std::optional<BlockId> another_block(Height height, Round round, const BlockId& block) const;

 private:
  using Place = std::pair<Height, Round>;

  std::map<EndpointId, Side> sides_;
  std::map<NodeId, Signer*> members_;
  RecentMap<Height, std::optional<LightBlock>> forged_;
  RecentMap<ContentId, FrameVariants> frames_;
  RecentMap<Place, BlockVariants> blocks_;
  RecentMap<Place, std::vector<BlockId>> seen_;
};

}  // namespace callo::sim
