#include "sim/checkers/locks_kept.hpp"

#include <algorithm>
#include <optional>

namespace callo::sim {

LocksKept::LocksKept(const CheckContext& context)
    : Checker{kClaim, kRecords | kSends | kBlocks, context},
      book_{context},
      locks_(context.endpoints.size()) {}

// What was signed but never left binds nobody: a crash may take it back.
void LocksKept::on_send(const Moment& moment, const Frame& frame) {
  const std::optional<HonestMessage> said = honest_message(context(), moment, frame);
  if (!said.has_value() || said->kind != MessageKind::precommit || said->block.is_nil()) {
    return;
  }
  Lock& lock = locks_[moment.endpoint.value];
  if (said->height > lock.height || (said->height == lock.height && said->round > lock.round)) {
    lock = {said->height, said->round, said->block};
  }
}

void LocksKept::on_record(const Moment& moment, const Record& record) {
  if (record.kind != RecordKind::signed_message) {
    return;
  }
  const std::optional<HonestMessage> said = honest_message(context(), moment, record.payload);
  if (!said.has_value()) {
    return;
  }
  const std::vector<EndpointId>& forgetful = context().lose_disks;
  const Lock& lock = locks_[moment.endpoint.value];
  if (said->kind == MessageKind::prevote && !said->block.is_nil() && said->height == lock.height &&
      said->round > lock.round && said->block != lock.block && book_.knows(said->height) &&
      std::find(forgetful.begin(), forgetful.end(), moment.endpoint) == forgetful.end() &&
      !can_unlock(*said, lock)) {
    violated(moment, "height " + std::to_string(said->height) +
                         ": prevotes another block in round " + std::to_string(said->round) +
                         " than it precommitted in round " + std::to_string(lock.round) +
                         ", without +2/3 prevotes for it since");
  }
  book_.add(*said);
}

bool LocksKept::can_unlock(const HonestMessage& said, const Lock& lock) const {
  const auto is_for_it = [&](const HonestMessage& other) {
    return other.kind == MessageKind::prevote && other.block == said.block;
  };
  for (Round round = lock.round; round < said.round; ++round) {
    if (book_.quorum_since(said.height, round, said.node, is_for_it) <= said.time) {
      return true;
    }
  }
  return false;
}

}  // namespace callo::sim
