#pragma once

#include <optional>
#include <vector>

#include "protocol/chain/block.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/step/effects.hpp"

namespace callo::sim {

// The frames of the proposed block's parts among the sends of this step, signed by its proposer, by
// index; empty if one lacks.
std::vector<Frame> own_parts(const Proposal& proposal, const Effects& out);

// What such parts hold; nullopt for none.
std::optional<Block> decode_own_block(const std::vector<Frame>& parts);

}  // namespace callo::sim
