#include "protocol/chain/accountability.hpp"

#include <algorithm>

namespace callo {

namespace {

// Precommits of one round contradict each other unless both are for nil.
bool signed_both(const CommitSignature& one, const CommitSignature& other) {
  return one.flag != CommitFlag::absent && other.flag != CommitFlag::absent &&
         (one.flag == CommitFlag::for_block || other.flag == CommitFlag::for_block);
}

bool voted_for_both(const CommitSignature& one, const CommitSignature& other) {
  return one.flag == CommitFlag::for_block && other.flag == CommitFlag::for_block;
}

template <typename Contradict>
std::vector<std::size_t> common(const Commit& one, const Commit& other, Contradict contradict) {
  std::vector<std::size_t> indexes;
  const std::size_t count = std::min(one.signatures.size(), other.signatures.size());
  for (std::size_t index = 0; index < count; ++index) {
    if (contradict(one.signatures[index], other.signatures[index])) {
      indexes.push_back(index);
    }
  }
  return indexes;
}

Blame equivocators(const std::vector<std::size_t>& indexes, const ValidatorSet& validators) {
  Blame blame;
  blame.misdeed = indexes.empty() ? Misdeed::none : Misdeed::equivocation;
  for (const std::size_t index : indexes) {
    blame.culprits.push_back(validators.at(index).node);
    blame.culprit_power += validators.at(index).power;
  }
  return blame;
}

Blame amnesiacs(const std::vector<std::size_t>& indexes, const std::set<NodeId>& answered,
                const ValidatorSet& validators) {
  Blame blame;
  blame.misdeed = indexes.empty() ? Misdeed::none : Misdeed::amnesia;
  for (const std::size_t index : indexes) {
    const Validator& validator = validators.at(index);
    if (answered.contains(validator.node)) {
      blame.culprits.push_back(validator.node);
      blame.culprit_power += validator.power;
    } else {
      blame.suspects.push_back(validator.node);
      blame.suspect_power += validator.power;
    }
  }
  return blame;
}

// The earliest for this block from `first` to `last`; null if there is none.
const Polka* earliest_polka(const std::vector<Polka>& polkas, const BlockId& block_id, Round first,
                            Round last) {
  const Polka* earliest = nullptr;
  for (const Polka& polka : polkas) {
    if (polka.block_id == block_id && polka.round >= first && polka.round <= last &&
        (earliest == nullptr || polka.round < earliest->round)) {
      earliest = &polka;
    }
  }
  return earliest;
}

}  // namespace

Blame judge(const Commit& one, const Commit& other, const Testimony& testimony,
            const ValidatorSet& validators) {
  if (one.height != other.height || one.block_id == other.block_id) {
    return {};
  }
  if (one.round == other.round) {
    return equivocators(common(one, other, signed_both), validators);
  }
  const Commit& earlier = one.round < other.round ? one : other;
  const Commit& later = one.round < other.round ? other : one;
  const Polka* const polka =
      earliest_polka(testimony.polkas, later.block_id, earlier.round, later.round);
  if (polka == nullptr || polka->round > earlier.round) {
    const Commit& against = polka == nullptr ? later : *polka;
    return amnesiacs(common(earlier, against, voted_for_both), testimony.answered, validators);
  }
  const Polka* const lock =
      earliest_polka(testimony.polkas, earlier.block_id, earlier.round, earlier.round);
  return lock == nullptr ? Blame{}
                         : equivocators(common(*lock, *polka, voted_for_both), validators);
}

}  // namespace callo
