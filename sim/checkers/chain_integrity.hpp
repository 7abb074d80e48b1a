#pragma once

#include <map>
#include <set>

#include "protocol/base/hash.hpp"
#include "protocol/chain/block.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Every honest node commits one unbroken chain: heights without gap or repetition, also across
// restarts, up to the height of a snapshot that it starts from; each block names its parent,
// carries a LastCommit for it, is later than it, and starts from the state that the parent left;
// its header covers its transactions; and equal blocks leave equal states on all nodes.
class ChainIntegrity final : public Checker {
 public:
  static constexpr std::string_view kClaim = "chain_integrity";

  explicit ChainIntegrity(const CheckContext& context);

  void on_commit(const Moment& moment, const CommitEffect& commit) override;
  void on_record(const Moment& moment, const Record& record) override;

 private:
  // What a block says, derived once from its bytes.
  struct Facts {
    bool is_decodable = false;
    bool covers_transactions = false;
    BlockHeader header;
    BlockId id;
    Height last_commit_height{};
    BlockId last_commit_block;
  };

  // A block that somebody committed, and the state that it left there.
  struct Committed {
    BlockId id;
    Hash state;
  };

  // Where the chain of one endpoint stands.
  struct Tip {
    Height height{};
    BlockId id;
    CalendarTime time = CalendarTime::min();
    Hash state;
    std::uint32_t incarnation{};
    std::map<Height, std::uint32_t> decided;  // recorded above it, and first in which incarnation
    std::set<Height> snapshots;               // recorded, of this height or later
  };

  const Facts& facts_of(const CommitEffect& commit);
  // Both are empty when all holds.
  std::string fault_of_block(const CommitEffect& commit, const Facts& facts) const;
  std::string fault_of_link(const Facts& facts, const Tip& tip) const;
  bool is_parent_known(const Facts& facts) const;
  bool may_skip(const Moment& moment, Height height, const Tip& tip) const;
  bool begins_anew(const Moment& moment, Height height, const Tip& tip) const;
  bool is_same_state(const CommitEffect& commit, const BlockId& id);

  std::vector<Tip> tips_;  // by EndpointId
  std::map<Height, std::map<ContentId, Facts>> facts_;
  // All of them, for a node may come late.
  std::map<Height, std::vector<Committed>> committed_;
};

}  // namespace callo::sim
