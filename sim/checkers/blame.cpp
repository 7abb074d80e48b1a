#include "sim/checkers/blame.hpp"

#include <algorithm>

namespace callo::sim {

namespace {

// Whoever stands in both; a vote for nil counts unless both are.
Blame in_both(const Commit& first, const Commit& second, bool counts_nil,
              const std::vector<CheckedValidator>& validators) {
  Blame result;
  const std::size_t count =
      std::min({first.signatures.size(), second.signatures.size(), validators.size()});
  for (std::size_t index = 0; index < count; ++index) {
    const CommitFlag a = first.signatures[index].flag;
    const CommitFlag b = second.signatures[index].flag;
    const bool are_for_blocks = a == CommitFlag::for_block && b == CommitFlag::for_block;
    const bool are_signed = a != CommitFlag::absent && b != CommitFlag::absent;
    const bool is_one_for_block = a == CommitFlag::for_block || b == CommitFlag::for_block;
    if (are_for_blocks || (counts_nil && are_signed && is_one_for_block)) {
      result.culprits.push_back(validators[index].node);
      result.power += validators[index].power;
    }
  }
  return result;
}

}  // namespace

Blame blame(const Commit& first, const Commit& second, const std::vector<Commit>& polkas,
            const std::vector<CheckedValidator>& validators) {
  if (first.height != second.height || first.block_id == second.block_id) {
    return {};
  }
  if (first.round == second.round) {
    return in_both(first, second, true, validators);
  }
  const bool in_order = first.round < second.round;
  const Commit& locked = in_order ? first : second;
  const Commit& later = in_order ? second : first;
  std::vector<const Commit*> steps{&later};  // certificates for the later block, earliest last
  for (const Commit& polka : polkas) {
    const bool is_earlier =
        steps.size() == 1 ? polka.round <= later.round : polka.round < steps.back()->round;
    if (polka.block_id == later.block_id && polka.round >= locked.round && is_earlier) {
      steps.push_back(&polka);
    }
  }
  const Commit* const against = steps.back();
  if (against->round > locked.round) {
    return in_both(locked, *against, false, validators);
  }
  const auto lock = std::find_if(polkas.begin(), polkas.end(), [&](const Commit& polka) {
    return polka.block_id == locked.block_id && polka.round == locked.round;
  });
  return lock == polkas.end() ? Blame{} : in_both(*lock, *against, false, validators);
}

}  // namespace callo::sim
