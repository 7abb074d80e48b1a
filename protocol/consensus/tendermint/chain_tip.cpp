#include "protocol/consensus/tendermint/chain_tip.hpp"

#include "protocol/chain/commit_check.hpp"
#include "protocol/consensus/tendermint/rules.hpp"

namespace callo {

namespace {

// What fits of what the application offers; it need not know what a block adds to each transaction.
std::vector<Bytes> transactions_that_fit(std::vector<Bytes> offered, std::size_t bytes_max) {
  constexpr std::size_t kLengthBytes = 4;
  std::size_t size = 0;
  std::size_t count = 0;
  while (count < offered.size() && count < kBlockTransactionsMax) {
    size += kLengthBytes + offered[count].size();
    if (size > bytes_max) {
      break;
    }
    ++count;
  }
  offered.resize(count);
  return offered;
}

}  // namespace

Block make_block(const TendermintConfig& config, const ValidatorSet& validators,
                 const ChainTip& tip, Application& application, CalendarTime now) {
  const std::size_t overhead = encoded_block_bytes_without_data(validators.size());
  CALLO_CHECK(overhead <= config.block_bytes_max);
  Block block;
  const std::size_t bytes_max = config.block_bytes_max - overhead;
  block.transactions =
      transactions_that_fit(application.propose(tip.height + 1, bytes_max), bytes_max);
  if (tip.height > 0) {
    block.last_commit = tip.commit;
  }
  BlockHeader& header = block.header;
  header.chain_id = config.chain_id;
  header.height = tip.height + 1;
  header.time = rules::block_time(now, tip.time);
  header.last_block_hash = tip.block_id.hash;
  header.last_block_parts = tip.block_id.parts;
  header.state_hash = application.state_hash();
  header.validators_hash = validators.hash();
  header.next_validators_hash = validators.hash();
  header.proposer = config.self;
  bind_content(block);
  return block;
}

namespace {

bool header_follows(const TendermintConfig& config, const ValidatorSet& validators,
                    const ChainTip& tip, const BlockHeader& header) {
  return header.chain_id == config.chain_id && header.height == tip.height + 1 &&
         header.time > tip.time && header.last_block_hash == tip.block_id.hash &&
         header.last_block_parts == tip.block_id.parts &&
         validators.index_of(header.proposer).has_value() &&
         header.validators_hash == validators.hash() &&
         header.next_validators_hash == validators.hash();
}

}  // namespace

bool is_valid_block(const TendermintConfig& config, const ValidatorSet& validators,
                    const ChainTip& tip, const DecodedBlock& decoded, Application& application,
                    Verifier& verifier, Work& work) {
  if (!decoded.block.has_value() || decoded.bytes.size() > config.block_bytes_max) {
    return false;
  }
  const Block& block = *decoded.block;
  if (!header_follows(config, validators, tip, block.header) ||
      block.header.state_hash != application.state_hash()) {
    return false;
  }
  if (tip.height > 0) {
    const CommitClaim claim{config.chain_id, validators, tip.height, tip.block_id};
    if (check_commit(claim, *block.last_commit, &tip.commit, verifier, work) != CommitFault::none) {
      return false;
    }
  }
  return application.may_follow(block, work);
}

}  // namespace callo
