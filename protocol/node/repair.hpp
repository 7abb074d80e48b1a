#pragma once

#include <cstdint>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/node/status.hpp"
#include "protocol/step/effects.hpp"

namespace callo {

// What repair needs to know of a consensus engine: the messages of its current height.
class HeldMessages {
 public:
  virtual ~HeldMessages() = default;

  virtual Height height() const = 0;
  virtual Round round() const = 0;
  // Rounds of the current height with any message, ascending.
  virtual void rounds(std::vector<Round>& out) const = 0;
  virtual RoundStatus describe(Round round) const = 0;
  // Null when not held.
  virtual const Frame* proposal(Round round) const = 0;
  virtual const Frame* part(Round round, std::uint32_t index) const = 0;
  virtual const Frame* vote(Round round, VoteType type, std::size_t index) const = 0;
};

// Every single message may be lost, so neighbours tell each other what they hold and send what the
// other lacks: the pull half of dissemination. Two rules keep it quiet while nothing is lost: a
// status goes to a few neighbours in turn, and an item is sent only if it was held already at the
// previous tick, so that what is merely under way is not sent twice.
class Repair {
 public:
  struct Limits {
    std::uint32_t frames_per_answer_max = 256;
  };

  Repair(const HeldMessages& held, Limits limits) : held_{held}, limits_{limits} {}

  // What this node tells its neighbours.
  Status status() const;
  // Called once per status interval: what is held now counts as settled until the next tick.
  void tick();
  // Sends `peer` what its status lacks of the current height. Returns the number of frames.
  std::uint32_t answer(EndpointId peer, const Status& status, Effects& out) const;

 private:
  class Answer;

  void answer_block(const RoundStatus& mine, const RoundStatus* theirs, Answer& answer) const;

  const HeldMessages& held_;
  Limits limits_;
  Height settled_height_ = 0;
  std::vector<RoundStatus> settled_;  // ascending rounds
};

}  // namespace callo
