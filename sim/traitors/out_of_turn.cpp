#include "sim/traitors/out_of_turn.hpp"

#include "protocol/chain/part_set.hpp"
#include "protocol/crypto/sha256.hpp"
#include "sim/traitors/draw.hpp"

namespace callo::sim {

void OutOfTurn::follow(const Turn&, const Vote& vote, Effects& out) {
  if (vote.type != VoteType::prevote) {
    return;
  }
  Bytes bytes(1 + draw_below(context().random, 512));
  for (std::uint8_t& byte : bytes) {
    byte = static_cast<std::uint8_t>(context().random.next());
  }
  const CutBlock cut{bytes};
  const BlockId made_up{Sha256{}.update(bytes).finish(), cut.header()};
  const bool is_made_up = vote.block_id.is_nil() || draw_below(context().random, 2) == 0;
  const Round round = vote.round + static_cast<Round>(draw_below(context().random, 2));
  const Proposal proposal{vote.height, round,
                          kNoRound,    is_made_up ? made_up : vote.block_id,
                          vote.time,   context().self};
  add(sealed(proposal, out), MessageClass::vote, out);
  if (is_made_up) {
    add(sealed(cut.part(0, vote.height, round), out), MessageClass::block, out);
  }
}

}  // namespace callo::sim
