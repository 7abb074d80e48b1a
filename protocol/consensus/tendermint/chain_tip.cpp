#include "protocol/consensus/tendermint/chain_tip.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "protocol/chain/commit_check.hpp"
#include "protocol/chain/median_time.hpp"
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

// Evidence may take so much of what a block has for data, so that traitors cannot crowd out
// payments.
constexpr std::size_t kEvidenceShare = 4;

}  // namespace

CalendarTime earliest_block_time(const ChainView& chain, const std::optional<Commit>& last_commit) {
  const CalendarTime after_last = rules::just_after(chain.tip.time);
  if (!last_commit.has_value()) {
    return after_last;
  }
  const ValidatorSet* const signers = chain.history.at(chain.tip.height);
  CALLO_CHECK(signers != nullptr);
  return std::max(after_last, median_time(*last_commit, *signers));
}

Block make_block(const ChainView& chain, Application& application, CalendarTime now) {
  const TendermintConfig& config = chain.config;
  const ChainTip& tip = chain.tip;
  const std::size_t overhead = encoded_block_bytes_without_data(
      std::max(chain.validators.size(), tip.commit.signatures.size()));
  CALLO_CHECK(overhead <= config.block_bytes_max);
  Block block;
  const std::size_t bytes_max = config.block_bytes_max - overhead;
  block.evidence = chain.evidence.take_due(kBlockEvidenceMax, bytes_max / kEvidenceShare);
  std::size_t left = bytes_max;
  for (const DuplicateEvidence& evidence : block.evidence) {
    left -= encode_data(evidence).size();
  }
  block.transactions = transactions_that_fit(application.propose(tip.height + 1, left), left);
  if (tip.height > 0) {
    block.last_commit = tip.commit;
  }
  const CalendarTime earliest = earliest_block_time(chain, block.last_commit);
  BlockHeader& header = block.header;
  header.chain_id = config.chain_id;
  header.height = tip.height + 1;
  header.time = config.block_time == BlockTimeRule::median ? earliest : std::max(now, earliest);
  header.last_block_hash = tip.block_id.hash;
  header.last_block_parts = tip.block_id.parts;
  header.state_hash = application.state_hash();
  header.validators_hash = chain.validators.hash();
  header.next_validators_hash = chain.next_validators.hash();
  header.next_priorities_hash = chain.next_validators.priorities_hash();
  header.proposer = config.self;
  bind_content(block);
  return block;
}

std::vector<Offence> offences_of(const Block& block) {
  std::vector<Offence> offences;
  for (const DuplicateEvidence& evidence : block.evidence) {
    const std::optional<Offence> offence = claimed_offence(evidence);
    CALLO_CHECK(offence.has_value());
    offences.push_back(*offence);
  }
  return offences;
}

namespace {

bool header_follows(const ChainView& chain, const BlockHeader& header) {
  const ChainTip& tip = chain.tip;
  return header.chain_id == chain.config.chain_id && header.height == tip.height + 1 &&
         header.last_block_hash == tip.block_id.hash &&
         header.last_block_parts == tip.block_id.parts &&
         chain.validators.index_of(header.proposer).has_value() &&
         header.validators_hash == chain.validators.hash() &&
         header.next_validators_hash == chain.next_validators.hash() &&
         header.next_priorities_hash == chain.next_validators.priorities_hash();
}

// Requires a LastCommit that was checked. Strictly later even at the end of time.
bool time_follows(const ChainView& chain, const Block& block) {
  const CalendarTime time = block.header.time;
  const CalendarTime earliest = earliest_block_time(chain, block.last_commit);
  const bool follows =
      chain.config.block_time == BlockTimeRule::median ? time == earliest : time >= earliest;
  return follows && time > chain.tip.time;
}

// Proven against the validators of the offence's own height, young enough, and committed once.
bool evidence_holds(const ChainView& chain, const Block& block, BlockStanding standing,
                    Verifier& verifier, Work& work) {
  std::set<Offence> seen;
  std::map<NodeId, std::size_t> seen_of;
  for (const DuplicateEvidence& evidence : block.evidence) {
    const std::optional<Offence> claimed = claimed_offence(evidence);
    if (claimed.has_value() && standing == BlockStanding::decided &&
        chain.evidence.is_before_start(claimed->height)) {
      continue;
    }
    if (!claimed.has_value() || !chain.evidence.is_due(claimed->height) ||
        chain.evidence.is_committed(*claimed) || !seen.insert(*claimed).second ||
        ++seen_of[claimed->culprit] > chain.evidence.room_for(claimed->culprit)) {
      return false;
    }
    const ValidatorSet* const validators = chain.history.at(claimed->height);
    if (validators == nullptr) {
      return false;
    }
    if (!chain.evidence.holds(*claimed, evidence) &&
        !verify_evidence(evidence, chain.config.chain_id, *validators, verifier, work)) {
      return false;
    }
  }
  return true;
}

bool last_commit_holds(const ChainView& chain, const Block& block, Verifier& verifier, Work& work) {
  const ChainTip& tip = chain.tip;
  if (tip.height == 0) {
    return true;
  }
  const CommitClaim claim{chain.config.chain_id, *chain.history.at(tip.height), tip.height,
                          tip.block_id};
  return check_commit(claim, *block.last_commit, &tip.commit, verifier, work) == CommitFault::none;
}

}  // namespace

bool is_valid_block(const ChainView& chain, const DecodedBlock& decoded, BlockStanding standing,
                    Application& application, Verifier& verifier, Work& work) {
  if (!decoded.block.has_value() || decoded.bytes.size() > chain.config.block_bytes_max) {
    return false;
  }
  const Block& block = *decoded.block;
  return header_follows(chain, block.header) &&
         block.header.state_hash == application.state_hash() &&
         last_commit_holds(chain, block, verifier, work) && time_follows(chain, block) &&
         evidence_holds(chain, block, standing, verifier, work) &&
         application.may_follow(block, work);
}

}  // namespace callo
