#include "sim/traitors/registry.hpp"

#include <algorithm>
#include <array>

#include "sim/traitors/equivocate.hpp"
#include "sim/traitors/equivocate_proposal.hpp"
#include "sim/traitors/equivocate_vote.hpp"
#include "sim/traitors/garbage.hpp"
#include "sim/traitors/selective.hpp"
#include "sim/traitors/silent.hpp"

namespace callo::sim {

namespace {

template <typename Kind>
std::unique_ptr<Behaviour> make(const TraitorContext& context) {
  return std::make_unique<Kind>(context);
}

constexpr std::array kKinds{
    BehaviourKind{"equivocate_proposal", "proposes two valid blocks in one round, one to each side",
                  make<EquivocateProposal>},
    BehaviourKind{"equivocate_vote", "votes differently towards each side", make<EquivocateVote>},
    BehaviourKind{"equivocate", "proposes and votes differently towards each side",
                  make<Equivocate>},
    BehaviourKind{"silent", "says nothing of its own", make<Silent>},
    BehaviourKind{"selective", "sends its own messages to a chosen few only", make<Selective>},
    BehaviourKind{"garbage", "adds malformed messages of eight kinds", make<Garbage>},
    BehaviourKind{"twins", "runs twice with one key, each copy in touch with one side", nullptr},
};

}  // namespace

std::span<const BehaviourKind> behaviour_kinds() {
  return kKinds;
}

const BehaviourKind* find_behaviour(std::string_view name) {
  const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                  [name](const BehaviourKind& kind) { return kind.name == name; });
  return found == kKinds.end() ? nullptr : &*found;
}

}  // namespace callo::sim
