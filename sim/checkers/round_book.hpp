#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "protocol/chain/vote.hpp"
#include "sim/checkers/checker.hpp"
#include "sim/checkers/validator_book.hpp"

namespace callo::sim {

// What honest validators signed in the latest heights, and when how much power can have been behind
// it: traitors may have said everything before.
class RoundBook {
 public:
  using Wanted = std::function<bool(const HonestMessage&)>;

  explicit RoundBook(const CheckContext& context) : context_{context}, validators_{context} {}

  void on_block(const ChainBlock& block) { validators_.on_block(block); }

  void add(const HonestMessage& said);

  // Nothing that was said at this height has been forgotten.
  bool knows(Height height) const { return height > forgotten_; }

  // The first time at which `node` itself, the traitors and whoever said what is wanted in a round
  // have more than 2/3 of the power; never: the end of time.
  Duration quorum_since(Height height, Round round, NodeId node, const Wanted& wanted) const;
  // The first time at which traitors and others than `node` who are in `round` or beyond have more
  // than 1/3 of the power.
  Duration third_ahead_since(Height height, Round round, NodeId node) const;
  // The first wanted one of a round; null: none. Until the next call of add().
  const HonestMessage* find(Height height, Round round, const Wanted& wanted) const;

 private:
  using Rounds = std::map<Round, std::vector<HonestMessage>>;

  const CheckContext& context_;
  ValidatorBook validators_;
  std::map<Height, Rounds> heights_;  // in each round in order of time
  Height forgotten_{};
};

}  // namespace callo::sim
