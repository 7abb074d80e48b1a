#pragma once

#include <deque>
#include <optional>

#include "protocol/chain/validator_set.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// Who could vote at each of the recent heights. A set is kept once for as long as nobody joins,
// leaves or changes power; the priorities in it are those of its first height.
class ValidatorHistory {
 public:
  // Heights come in order, without a gap.
  void append(Height height, const ValidatorSet& validators);

  // Null for a height that is forgotten or not yet known.
  const ValidatorSet* at(Height height) const;

  // Sets that were in force only before `height` are dropped.
  void forget_before(Height height);

  // u64 last | u32 count, epochs: u64 first height | set.
  void encode(Writer& out) const;
  // Refuses epochs out of order, or none.
  static std::optional<ValidatorHistory> decode(Reader& in);

  std::size_t sets() const { return epochs_.size(); }

 private:
  struct Epoch {
    Height first;
    ValidatorSet validators;
  };

  std::deque<Epoch> epochs_;  // oldest first
  Height last_ = 0;
};

}  // namespace callo
