#include "sim/adversary/registry.hpp"

#include <algorithm>
#include <array>

#include "sim/adversary/corrupt_proposer.hpp"
#include "sim/adversary/hidden_decision.hpp"
#include "sim/adversary/hidden_lock.hpp"
#include "sim/adversary/slowest.hpp"
#include "sim/adversary/split_proposer.hpp"
#include "sim/adversary/undecided.hpp"

namespace callo::sim {

namespace {

template <typename Kind>
std::unique_ptr<Strategy> make(AdversaryHands& hands) {
  return std::make_unique<Kind>(hands);
}

constexpr std::array kKinds{
    StrategyKind{"slowest", "everything arrives as late as the model allows", false, make<Slowest>},
    StrategyKind{"undecided", "proposals and precommits arrive last of all", false,
                 make<Undecided>},
    StrategyKind{"split_proposer", "half of the nodes hear the proposer late", false,
                 make<SplitProposer>},
    StrategyKind{"hidden_lock", "one node a round locks, and nobody else knows", false,
                 make<HiddenLock>},
    StrategyKind{"hidden_decision", "one node a height decides, and nobody else knows", false,
                 make<HiddenDecision>},
    StrategyKind{"corrupt_proposer", "whoever proposes is corrupted before anybody has the block",
                 true, make<CorruptProposer>},
};

}  // namespace

std::span<const StrategyKind> strategy_kinds() {
  return kKinds;
}

const StrategyKind* find_strategy(std::string_view name) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [name](const StrategyKind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace callo::sim
