#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "protocol/base/hash.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Every snapshot that an honest node writes down, taken by itself or believed of a peer, is of the
// chain: who votes at its height and the next two, whose turn it is to propose, and the state are
// those that the headers of its block and of the one behind that name. So any two honest nodes that
// have a snapshot of one block go on from the same.
// Of which block it may be is the business of the claim `chain_integrity`.
class SnapshotsAgree final : public Checker {
 public:
  static constexpr std::string_view kClaim = "snapshots_agree";

  explicit SnapshotsAgree(const CheckContext& context)
      : Checker{kClaim, kCommits | kRecords, context} {}

  void on_commit(const Moment& moment, const CommitEffect& commit) override;
  void on_record(const Moment& moment, const Record& record) override;

 private:
  // What the block behind a snapshot's says of it in its header.
  struct Named {
    Hash state;
    Hash validators;  // of the height after that block
    Hash priorities;
  };

  struct Held {
    Moment moment;
    Height height{};
    Named content;  // re-derived from what the node wrote
  };

  // Nullopt: does not decode.
  std::optional<Hash> state_of(BytesView state);
  void compare(const Held& held, const Named& named);
  void report(const Moment& moment, Height height, const std::string& fault);

  std::set<Hash> seen_;  // committed blocks
  // By the block before: of all heights, for a node may come late. What follows from a block is
  // the same behind it on every branch, so one successor will do.
  std::map<Hash, Named> successors_;
  std::map<Hash, std::vector<Held>> waiting_;  // by their block, for its successor
  std::map<ContentId, Hash> states_;           // of the bytes that many nodes write alike
};

}  // namespace callo::sim
