#include "sim/checkers/chain_integrity.hpp"

#include <algorithm>

#include "protocol/base/frame.hpp"
#include "protocol/wire/codec.hpp"
#include "sim/checkers/own_bytes.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kChainedHeights = 64;

bool covers_transactions(const Block& block) {
  const std::vector<BytesView> transactions{block.transactions.begin(), block.transactions.end()};
  return block.header.transactions_root == own_merkle_root(transactions);
}

}  // namespace

ChainIntegrity::ChainIntegrity(const CheckContext& context)
    : Checker{kClaim, kCommits | kRecords, context}, tips_(context.endpoints.size()) {}

void ChainIntegrity::on_record(const Moment& moment, const Record& record) {
  Tip& tip = tips_[moment.endpoint.value];
  if (record.kind == RecordKind::decision) {
    tip.decided.try_emplace(Reader{record.payload.bytes()}.u64(), moment.incarnation);
  } else if (record.kind == RecordKind::snapshot) {
    tip.snapshots.insert(Reader{record.payload.bytes()}.u64());
  }
}

void ChainIntegrity::on_commit(const Moment& moment, const CommitEffect& commit) {
  const Facts& facts = facts_of(commit);
  Tip& tip = tips_[moment.endpoint.value];
  if (begins_anew(moment, commit.height, tip)) {
    Tip anew;
    anew.decided = std::move(tip.decided);
    std::erase_if(anew.decided, [&](const auto& decision) {
      return decision.second < moment.incarnation;  // lost with the disk
    });
    anew.snapshots = std::move(tip.snapshots);
    tip = std::move(anew);
  }
  std::string fault = fault_of_block(commit, facts);
  if (fault.empty() && commit.height == tip.height + 1) {
    fault = fault_of_link(facts, tip);
  } else if (fault.empty() && tip.snapshots.contains(commit.height - 1)) {
    fault = is_parent_known(facts) ? "" : "follows a snapshot of a block that nobody committed";
  } else if (fault.empty() && !may_skip(moment, commit.height, tip)) {
    fault = "follows height " + std::to_string(tip.height);
  }
  if (fault.empty() && !is_same_state(commit, facts.id)) {
    fault = "leaves another state than on other nodes";
  }
  if (!fault.empty()) {
    violated(moment, "height " + std::to_string(commit.height) + ": " + fault);
  }
  // Decisions and snapshots may be on disk before earlier commits are announced.
  tip.decided.erase(tip.decided.begin(), tip.decided.upper_bound(commit.height));
  tip.snapshots.erase(tip.snapshots.begin(), tip.snapshots.lower_bound(commit.height));
  tip = {commit.height,           facts.id,           facts.header.time,
         commit.state_hash,       moment.incarnation, std::move(tip.decided),
         std::move(tip.snapshots)};
}

const ChainIntegrity::Facts& ChainIntegrity::facts_of(const CommitEffect& commit) {
  while (facts_.size() > kChainedHeights) {
    facts_.erase(facts_.begin());
  }
  const auto [entry, is_new] = facts_[commit.height].try_emplace(commit.block.id());
  Facts& facts = entry->second;
  if (!is_new) {
    return facts;
  }
  if (const std::optional<Block>& block = context().blocks->decoded(commit.block)) {
    facts.is_decodable = true;
    facts.covers_transactions = covers_transactions(*block);
    facts.header = block->header;
    facts.id = own_block_id(block->header, commit.block.bytes());
    if (block->last_commit.has_value()) {
      facts.last_commit_height = block->last_commit->height;
      facts.last_commit_block = block->last_commit->block_id;
    }
  }
  return facts;
}

std::string ChainIntegrity::fault_of_block(const CommitEffect& commit, const Facts& facts) const {
  if (!facts.is_decodable) {
    return "the block does not decode";
  }
  if (facts.header.height != commit.height || facts.id.hash != commit.block_hash) {
    return "the block is not the one that was announced";
  }
  if (facts.header.chain_id != context().chain_id) {
    return "the block is of chain " + facts.header.chain_id;
  }
  if (!facts.covers_transactions) {
    return "the header does not cover the transactions of the block";
  }
  return {};
}

std::string ChainIntegrity::fault_of_link(const Facts& facts, const Tip& tip) const {
  if (facts.header.last_block_hash != tip.id.hash ||
      facts.header.last_block_parts != tip.id.parts) {
    return "does not name its parent";
  }
  if (facts.last_commit_height != tip.height || facts.last_commit_block != tip.id) {
    return "carries a LastCommit that is not for its parent";
  }
  if (facts.header.time <= tip.time) {
    return "is not later than its parent";
  }
  // What the first block starts from is the genesis; all nodes agree on it if they agree on the
  // block.
  if (tip.height > 0 && facts.header.state_hash != tip.state) {
    return "does not start from the state that its parent left";
  }
  return {};
}

// A node that starts from a snapshot announces no block up to it; the first one behind it must have
// a parent that others committed, and is_same_state compares the states.
bool ChainIntegrity::is_parent_known(const Facts& facts) const {
  const auto height = committed_.find(facts.header.height - 1);
  const BlockId parent{facts.header.last_block_hash, facts.header.last_block_parts};
  return height != committed_.end() &&
         std::any_of(height->second.begin(), height->second.end(),
                     [&](const Committed& committed) { return committed.id == parent; });
}

// Decisions may be on disk when a crash keeps the node from announcing them; the next incarnation
// then goes on above them.
bool ChainIntegrity::may_skip(const Moment& moment, Height height, const Tip& tip) const {
  Height decided = tip.height;
  for (const auto& [next, incarnation] : tip.decided) {
    if (next != decided + 1 || next == height || incarnation == moment.incarnation) {
      break;
    }
    decided = next;
  }
  return decided + 1 == height;
}

// With an empty disk, from the genesis.
bool ChainIntegrity::begins_anew(const Moment& moment, Height height, const Tip& tip) const {
  const std::vector<EndpointId>& losing = context().lose_disks;
  return moment.incarnation > tip.incarnation && height == 1 && tip.height > 0 &&
         std::find(losing.begin(), losing.end(), moment.endpoint) != losing.end();
}

bool ChainIntegrity::is_same_state(const CommitEffect& commit, const BlockId& id) {
  std::vector<Committed>& blocks = committed_[commit.height];
  const auto known = std::find_if(blocks.begin(), blocks.end(),
                                  [&](const Committed& block) { return block.id == id; });
  if (known == blocks.end()) {
    blocks.push_back({id, commit.state_hash});
    return true;
  }
  return known->state == commit.state_hash;
}

}  // namespace callo::sim
