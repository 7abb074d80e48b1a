#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/chain/block.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/shim/signer.hpp"

namespace callo::sim {

// How the second block of an equivocating proposer differs from its first; both are valid.
enum class BlockTwist : std::uint8_t {
  later,     // the same transactions, one millisecond later
  reversed,  // one millisecond later, transactions in reverse order
  shorter,   // one millisecond later, without its last transaction
};
inline constexpr std::uint8_t kBlockTwists = 3;

// A whole proposal that takes another's place in its round, every frame properly signed.
struct SecondProposal {
  BlockId id;
  Frame proposal;
  std::vector<Frame> parts;
  std::uint32_t signatures{};
};

// `block` as if it had been proposed in place of `first`, whatever is in it.
SecondProposal propose_instead(std::string_view chain_id, const Proposal& first, const Block& block,
                               Signer& signer);

SecondProposal make_second_proposal(std::string_view chain_id, const Proposal& first, Block block,
                                    BlockTwist twist, Signer& signer);

}  // namespace callo::sim
