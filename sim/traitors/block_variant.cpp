#include "sim/traitors/block_variant.hpp"

#include <algorithm>
#include <chrono>

#include "protocol/chain/part_set.hpp"
#include "protocol/crypto/merkle.hpp"

namespace callo::sim {

namespace {

constexpr std::chrono::milliseconds kLater{1};

void twist_block(Block& block, BlockTwist twist) {
  std::vector<Bytes>& transactions = block.transactions;
  block.header.time += kLater;
  if (twist == BlockTwist::reversed) {
    std::reverse(transactions.begin(), transactions.end());
  } else if (twist == BlockTwist::shorter && !transactions.empty()) {
    transactions.pop_back();
  }
  std::vector<Hash> leaves;
  leaves.reserve(transactions.size());
  for (const Bytes& transaction : transactions) {
    leaves.push_back(merkle_leaf(transaction));
  }
  block.header.transactions_root = merkle_root(leaves);
}

}  // namespace

SecondProposal propose_instead(std::string_view chain_id, const Proposal& first, const Block& block,
                               Signer& signer) {
  const Bytes bytes = encode(block);
  const CutBlock cut{bytes};
  SecondProposal second;
  second.id = {block_hash(block.header), cut.header()};
  Proposal proposal = first;
  proposal.block_id = second.id;
  // Nobody has seen a quorum for the second block in an earlier round.
  proposal.valid_round = kNoRound;
  proposal.time += kLater;
  second.proposal = seal(proposal_header(chain_id, first.proposer), encode_data(proposal), signer);
  for (std::uint32_t index = 0; index < cut.header().total; ++index) {
    const BlockPart part = cut.part(index, first.height, first.round);
    second.parts.push_back(
        seal(block_part_header(chain_id, first.proposer), encode_data(part), signer));
  }
  second.signatures = 1 + cut.header().total;
  return second;
}

SecondProposal make_second_proposal(std::string_view chain_id, const Proposal& first, Block block,
                                    BlockTwist twist, Signer& signer) {
  twist_block(block, twist);
  return propose_instead(chain_id, first, block, signer);
}

}  // namespace callo::sim
