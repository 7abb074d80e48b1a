#include "sim/checkers/light_clients_safe.hpp"

#include <algorithm>

#include "protocol/chain/vote.hpp"

namespace callo::sim {

namespace {

// A head that a light client trusts this shortly before the end may be of a block that no honest
// node had the time to commit.
constexpr Duration kLastMoments = std::chrono::seconds{10};

// More than a third of the power, honest then, has decided the height before a header that is
// committed. So there is none this far beyond what honest nodes have announced, even if crashes cut
// off some announcements.
constexpr Height kHeightsUnannounced = 3;

std::string named(Height height) {
  return "the header of height " + std::to_string(height);
}

}  // namespace

bool LightClientsSafe::is_committed(Height height, const Hash& hash) const {
  const auto found = committed_.find(height);
  return found != committed_.end() && found->second.contains(hash);
}

void LightClientsSafe::on_commit(const Moment&, const CommitEffect& commit) {
  committed_[commit.height].insert(commit.block_hash);
}

void LightClientsSafe::on_block(const Moment&, const ChainBlock& block) {
  book_.on_block(block);
}

void LightClientsSafe::on_light_head(const Moment& moment, const LightBlock& head) {
  const Hash hash = block_hash(head.header);
  const Height newest = committed_.empty() ? 0 : committed_.rbegin()->first;
  if (committed_.contains(head.header.height) ||
      head.header.height > newest + kHeightsUnannounced) {
    check_head(moment, head.header.height, hash);
  } else {
    early_.push_back({moment, head.header.height, hash});
  }
}

void LightClientsSafe::check_head(const Moment& moment, Height height, const Hash& hash) {
  if (!is_committed(height, hash)) {
    violated(moment, "trusts " + named(height) + ", which no honest node committed");
  }
}

void LightClientsSafe::on_end(Duration time) {
  for (const Early& early : early_) {
    if (committed_.contains(early.height) || time - early.moment.time > kLastMoments) {
      check_head(early.moment, early.height, early.hash);
    }
  }
}

// Whose signature really stands in the block's commit, of those who were validators at
// `power_height` under the same key.
std::set<NodeId> LightClientsSafe::signers(const LightBlock& block, Height power_height) const {
  std::set<NodeId> nodes;
  const Commit& commit = block.commit;
  if (commit.block_id.hash != block_hash(block.header) || commit.height != block.header.height ||
      commit.signatures.size() != block.validators.size()) {
    return nodes;
  }
  for (std::size_t index = 0; index < commit.signatures.size(); ++index) {
    const Validator& signer = block.validators.at(index);
    const CommitSignature& entry = commit.signatures[index];
    const auto& known = book_.at(power_height);
    const bool is_known =
        std::any_of(known.begin(), known.end(), [&](const CheckedValidator& validator) {
          return validator.node == signer.node && validator.key == signer.key;
        });
    if (!is_known || entry.flag != CommitFlag::for_block) {
      continue;
    }
    const Vote vote{VoteType::precommit, commit.height, commit.round,
                    commit.block_id,     entry.time,    signer.node};
    if (context().verifier->verify(signer.key, vote_sign_bytes(context().chain_id, vote),
                                   entry.signature)) {
      nodes.insert(signer.node);
    }
  }
  return nodes;
}

bool LightClientsSafe::is_third(const std::set<NodeId>& nodes, Height height) const {
  std::int64_t power = 0;
  std::int64_t rest = 0;
  for (const CheckedValidator& validator : book_.at(height)) {
    (nodes.contains(validator.node) ? power : rest) += validator.power;
  }
  return 2 * power > rest;  // more than a third of the sum
}

bool LightClientsSafe::accuse(const Moment& moment, const FoundAttack& found,
                              const std::set<NodeId>& guilty, bool are_suspects_guilty) {
  for (const NodeId node : guilty) {
    if (context().is_honest(node)) {
      violated(moment, "the evidence is signed by node " + std::to_string(node.value) +
                           ", which is honest");
      return false;
    }
  }
  std::vector<NodeId> named_nodes = found.attack.culprits;
  if (are_suspects_guilty) {
    named_nodes.insert(named_nodes.end(), found.attack.suspects.begin(),
                       found.attack.suspects.end());
  }
  for (const NodeId node : named_nodes) {
    if (!guilty.contains(node)) {
      violated(moment,
               "names node " + std::to_string(node.value) + ", whom its evidence does not prove");
      return false;
    }
  }
  for (const NodeId node : guilty) {
    proven_.push_back({node, found.attack.kind, found.attack.height,
                       found.evidence.conflicting.commit.round, moment.node, moment.time});
  }
  return true;
}

// A header that no honest node committed: its signers made it up.
bool LightClientsSafe::judge_forged(const Moment& moment, const FoundAttack& found) {
  const LightBlock& block = found.evidence.conflicting;
  const Height common = std::max<Height>(found.evidence.common_height, 1);
  const std::set<NodeId> guilty = signers(block, common);
  if (!is_third(guilty, common)) {
    violated(moment, "halted by " + named(block.header.height) +
                         ", which not more than a third of the power signed");
    return false;
  }
  return accuse(moment, found, guilty, true);
}

// Both headers are of the chain, which has split. Suspects may then stand on the other branch.
bool LightClientsSafe::judge_fork(const Moment& moment, std::span<const FoundAttack> attacks) {
  if (attacks.size() != 2) {
    return false;
  }
  const LightBlock& one = attacks[0].evidence.conflicting;
  const LightBlock& other = attacks[1].evidence.conflicting;
  if (one.header.height != other.header.height || one.hash() == other.hash()) {
    return false;
  }
  const std::set<NodeId> signed_one = signers(one, one.header.height);
  const std::set<NodeId> signed_other = signers(other, other.header.height);
  std::set<NodeId> both;
  std::set_intersection(signed_one.begin(), signed_one.end(), signed_other.begin(),
                        signed_other.end(), std::inserter(both, both.begin()));
  if (!is_third(both, one.header.height)) {
    return false;
  }
  // In different rounds an honest node may have signed both, if +2/3 prevotes allowed the second.
  return one.commit.round != other.commit.round || accuse(moment, attacks[0], both, false);
}

void LightClientsSafe::on_light_attacks(const Moment& moment,
                                        std::span<const FoundAttack> attacks) {
  bool is_proven = false;
  bool is_all_committed = true;
  for (const FoundAttack& found : attacks) {
    const BlockHeader& header = found.evidence.conflicting.header;
    if (is_committed(header.height, block_hash(header))) {
      continue;
    }
    is_all_committed = false;
    if (!judge_forged(moment, found)) {
      return;
    }
    is_proven = true;
  }
  if (!is_proven && !(is_all_committed && judge_fork(moment, attacks))) {
    violated(moment, "halted although nothing that it holds proves an attack");
  }
}

}  // namespace callo::sim
