#pragma once

#include <map>
#include <optional>
#include <vector>

#include "protocol/chain/validator_set.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/consensus/tendermint/config.hpp"

namespace callo {

// What a proposal or vote says, as far as two of them can contradict each other.
struct Statement {
  Round round{};
  MessageKind kind{};
  BlockId block_id;
  Round valid_round = kNoRound;  // proposals only
  bool operator==(const Statement&) const = default;

  bool same_slot(const Statement& other) const {
    return round == other.round && kind == other.kind;
  }
};

Statement statement_of(const Vote& vote);
Statement statement_of(const Proposal& proposal);

// Checked messages of rounds, or of a height, that this node has not reached. Every validator owns
// a fixed number of places, so that a traitor that speaks of a million rounds fills only its own.
class FutureMessages {
 public:
  // Of later rounds the highest matter (line 55); of the next height the first ones do.
  enum class Keep : std::uint8_t { highest_rounds, first_come };

  struct Message {
    Statement statement;
    Frame frame;
  };

  FutureMessages(const ValidatorSet& validators, Keep keep);

  void keep(Keep keep) { keep_ = keep; }

  bool holds(std::size_t index, const Statement& statement) const;
  // A message of the same validator and slot that says something else; null if there is none.
  const Message* contradicted(std::size_t index, const Statement& statement) const;
  bool has_room(std::size_t index, const Statement& statement) const;

  // Whether the next one displaces another.
  bool is_full(std::size_t index) const {
    return messages_[index].size() == kFuturePerValidatorMax;
  }

  // Requires has_room.
  void add(std::size_t index, Message message);

  // Of the validator that has the most.
  std::size_t held_of_one_max() const;

  // Power of the validators that were heard in exactly this round.
  std::int64_t power_at(Round round) const;
  // The highest round for which that is at least `power`.
  std::optional<Round> highest_round_with(std::int64_t power) const;

  struct Taken {
    std::size_t index;
    Message message;
  };

  // Moves out all messages of rounds up to this one, lowest validator first.
  std::vector<Taken> take_up_to(Round round);

 private:
  bool hears(std::size_t index, Round round) const;

  Keep keep_;
  std::vector<std::int64_t> powers_;            // by validator
  std::vector<std::vector<Message>> messages_;  // by validator
  std::map<Round, std::int64_t> power_at_;      // of those who have a message of that round
};

}  // namespace callo
