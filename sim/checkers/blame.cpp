#include "sim/checkers/blame.hpp"

#include <algorithm>

namespace callo::sim {

Blame blame(const Commit& first, const Commit& second, const CheckContext& context) {
  Blame result;
  const bool is_contradiction = first.height == second.height && first.round == second.round &&
                                first.block_id != second.block_id;
  if (!is_contradiction) {
    return result;
  }
  result.is_attributed = true;
  const std::size_t count =
      std::min({first.signatures.size(), second.signatures.size(), context.validators.size()});
  for (std::size_t index = 0; index < count; ++index) {
    const CommitFlag a = first.signatures[index].flag;
    const CommitFlag b = second.signatures[index].flag;
    const bool has_both = a != CommitFlag::absent && b != CommitFlag::absent;
    // Both for nil is one and the same vote.
    if (has_both && (a == CommitFlag::for_block || b == CommitFlag::for_block)) {
      result.culprits.push_back(context.validators[index].node);
      result.power += context.validators[index].power;
    }
  }
  return result;
}

}  // namespace callo::sim
