#pragma once

#include <map>
#include <vector>

#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Who may vote at which height, re-derived from the genesis and the committed chain: what the
// registrar signed and, if the policy says so, the removal of proven traitors, each two heights
// after the block that decides it.
class ValidatorBook {
 public:
  // `context` outlives the book.
  explicit ValidatorBook(const CheckContext& context);

  // Heights in order.
  void on_block(const ChainBlock& block);

  // Ascending nodes. A height that lies beyond what the blocks seen decide is given the latest set.
  const std::vector<CheckedValidator>& at(Height height) const;

 private:
  void apply(const DecodedTransaction& update);
  void give(const CheckedValidator& validator);
  void remove(NodeId node);

  const CheckContext& context_;
  std::uint64_t next_sequence_ = 1;
  std::map<NodeId, CheckedValidator> latest_;
  std::map<Height, std::vector<CheckedValidator>> by_first_height_;
};

std::int64_t power_of(const std::vector<CheckedValidator>& validators);

}  // namespace callo::sim
