#pragma once

#include "protocol/base/frame.hpp"
#include "protocol/chain/block.hpp"
#include "protocol/chain/validator_set.hpp"

namespace callo {

// From where an engine goes on that has not seen the blocks before: the last decided block, the
// commit that proves it, and the validators of the next height, with their priorities.
struct EngineBase {
  Height height{};
  BlockId block_id;
  CalendarTime time;
  Frame block;
  Commit commit;
  ValidatorSet validators;  // of round 0 of height + 1
};

}  // namespace callo
