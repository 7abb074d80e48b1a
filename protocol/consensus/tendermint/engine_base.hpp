#pragma once

#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/chain/block.hpp"
#include "protocol/chain/evidence_book.hpp"
#include "protocol/chain/justification.hpp"
#include "protocol/chain/validator_history.hpp"
#include "protocol/chain/validator_set.hpp"

namespace callo {

// From where an engine goes on that has not seen the blocks before, or need not read them again:
// the last decided block, the commit that proves it, who votes next, and what it still has to know
// of the heights up to it.
struct EngineBase {
  Height height{};
  BlockId block_id;
  CalendarTime time;
  Frame block;
  Commit commit;
  ValidatorSet validators;       // of round 0 of height + 1
  ValidatorSet next_validators;  // of round 0 of height + 2
  ValidatorHistory history;      // at least of height and height + 1
  EvidenceBook evidence;
  std::vector<Justification> justifications;  // of own votes; a peer's snapshot has none
};

// u64 height | block id | blob block | blob commit | both validator sets | history | evidence |
// u32 count, justifications. `age` is the same on every node.
void encode(Writer& out, const EngineBase& base);
std::optional<EngineBase> decode_engine_base(Reader& in, EvidenceAge age);

}  // namespace callo
