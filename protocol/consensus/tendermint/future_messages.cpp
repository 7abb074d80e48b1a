#include "protocol/consensus/tendermint/future_messages.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/config.hpp"

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

FutureMessages::FutureMessages(std::size_t validators, Keep keep)
    : keep_{keep}, messages_(validators) {}

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
  if (own.size() < kFuturePerValidatorMax) {
    return true;
  }
  const auto lowest = std::min_element(own.begin(), own.end(), lower_round);
  return keep_ == Keep::highest_rounds && lowest->statement.round < statement.round;
}

void FutureMessages::add(std::size_t index, Message message) {
  CALLO_CHECK(has_room(index, message.statement));
  std::vector<Message>& own = messages_[index];
  if (own.size() == kFuturePerValidatorMax) {
    own.erase(std::min_element(own.begin(), own.end(), lower_round));
  }
  own.push_back(std::move(message));
}

std::size_t FutureMessages::held_of_one_max() const {
  std::size_t most = 0;
  for (const std::vector<Message>& own : messages_) {
    most = std::max(most, own.size());
  }
  return most;
}

std::int64_t FutureMessages::power_at(Round round, const ValidatorSet& validators) const {
  std::int64_t power = 0;
  for (std::size_t index = 0; index < messages_.size(); ++index) {
    const std::vector<Message>& own = messages_[index];
    if (std::any_of(own.begin(), own.end(),
                    [&](const Message& held) { return held.statement.round == round; })) {
      power += validators.at(index).power;
    }
  }
  return power;
}

std::optional<Round> FutureMessages::highest_round_with(std::int64_t power,
                                                        const ValidatorSet& validators) const {
  std::optional<Round> highest;
  for (const std::vector<Message>& own : messages_) {
    for (const Message& held : own) {
      const Round round = held.statement.round;
      if ((!highest.has_value() || round > *highest) && power_at(round, validators) >= power) {
        highest = round;
      }
    }
  }
  return highest;
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
  return taken;
}

}  // namespace callo
