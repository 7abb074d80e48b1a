#include "protocol/consensus/tendermint/future_messages.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo {

namespace {

using Message = FutureMessages::Message;

bool lower_round(const Message& a, const Message& b) {
  return a.statement.round < b.statement.round;
}

}  // namespace

Statement statement_of(const Vote& vote) {
  return {vote.round, message_kind(vote.type), vote.block_id, kNoRound};
}

Statement statement_of(const Proposal& proposal) {
  return {proposal.round, MessageKind::proposal, proposal.block_id, proposal.valid_round};
}

FutureMessages::FutureMessages(const ValidatorSet& validators, Keep keep)
    : keep_{keep}, messages_(validators.size()) {
  for (const Validator& validator : validators.validators()) {
    powers_.push_back(validator.power);
  }
}

bool FutureMessages::holds(std::size_t index, const Statement& statement) const {
  return std::any_of(messages_[index].begin(), messages_[index].end(),
                     [&](const Message& held) { return held.statement == statement; });
}

const Message* FutureMessages::contradicted(std::size_t index, const Statement& statement) const {
  for (const Message& held : messages_[index]) {
    if (held.statement.same_slot(statement) && held.statement != statement) {
      return &held;
    }
  }
  return nullptr;
}

bool FutureMessages::has_room(std::size_t index, const Statement& statement) const {
  const std::vector<Message>& own = messages_[index];
  const auto same_slot =
      static_cast<std::size_t>(std::count_if(own.begin(), own.end(), [&](const Message& held) {
        return held.statement.same_slot(statement);
      }));
  if (same_slot >= kVotesPerValidatorMax) {
    return false;
  }
  if (!is_full(index)) {
    return true;
  }
  const auto lowest = std::min_element(own.begin(), own.end(), lower_round);
  return keep_ == Keep::highest_rounds && lowest->statement.round < statement.round;
}

void FutureMessages::add(std::size_t index, Message message) {
  CALLO_CHECK(has_room(index, message.statement));
  std::vector<Message>& own = messages_[index];
  if (is_full(index)) {
    const auto lowest = std::min_element(own.begin(), own.end(), lower_round);
    const Round displaced = lowest->statement.round;
    own.erase(lowest);
    if (!hears(index, displaced) && (power_at_[displaced] -= powers_[index]) == 0) {
      power_at_.erase(displaced);
    }
  }
  if (!hears(index, message.statement.round)) {
    power_at_[message.statement.round] += powers_[index];
  }
  own.push_back(std::move(message));
}

bool FutureMessages::hears(std::size_t index, Round round) const {
  const std::vector<Message>& own = messages_[index];
  return std::any_of(own.begin(), own.end(),
                     [&](const Message& held) { return held.statement.round == round; });
}

std::size_t FutureMessages::held_of_one_max() const {
  std::size_t most = 0;
  for (const std::vector<Message>& own : messages_) {
    most = std::max(most, own.size());
  }
  return most;
}

std::int64_t FutureMessages::power_at(Round round) const {
  const auto found = power_at_.find(round);
  return found == power_at_.end() ? 0 : found->second;
}

std::optional<Round> FutureMessages::highest_round_with(std::int64_t power) const {
  const auto highest = std::find_if(power_at_.rbegin(), power_at_.rend(),
                                    [power](const auto& entry) { return entry.second >= power; });
  return highest == power_at_.rend() ? std::nullopt : std::optional{highest->first};
}

std::vector<FutureMessages::Taken> FutureMessages::take_up_to(Round round) {
  std::vector<Taken> taken;
  for (std::size_t index = 0; index < messages_.size(); ++index) {
    std::vector<Message>& own = messages_[index];
    const auto kept = std::stable_partition(
        own.begin(), own.end(), [&](const Message& held) { return held.statement.round > round; });
    for (auto message = kept; message != own.end(); ++message) {
      taken.push_back({index, std::move(*message)});
    }
    own.erase(kept, own.end());
  }
  power_at_.erase(power_at_.begin(), power_at_.upper_bound(round));
  return taken;
}

}  // namespace callo
