#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/chain/vote_bundle.hpp"
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
// previous tick, so that what is merely under way is not sent twice. Whoever asks is sent all.
// Votes go in one bundle for each round and type.
class Repair {
 public:
  struct Limits {
    std::uint32_t frames_per_answer_max = 256;
    // Whatever is larger goes alone: a block of many parts comes in several answers.
    std::size_t bytes_per_answer_max = 1 << 20;
  };

  // Who answers, and whether the bundles it makes keep their decoded form.
  struct Speaker {
    std::string chain_id;
    NodeId self;
    bool remembers_frames = false;
  };

  Repair(const HeldMessages& held, Speaker speaker, Limits limits)
      : held_{held}, speaker_{std::move(speaker)}, limits_{limits} {}

  // What this node tells its neighbours; `asks` when it wants what it lacks at once.
  Status status(bool asks = false) const;
  // Called once per status interval: what is held now counts as settled until the next tick.
  void tick();
  // Sends `peer` what its status lacks of the current height. Returns the number of frames.
  std::uint32_t answer(EndpointId peer, const Status& status, Effects& out) const;

 private:
  class Answer;

  std::vector<RoundStatus> all_rounds() const;
  void answer_block(const RoundStatus& mine, const RoundStatus* theirs, Answer& answer) const;
  void answer_votes(const VotePhase& phase, const HeldBits& mine, const HeldBits* theirs,
                    Answer& answer) const;

  const HeldMessages& held_;
  Speaker speaker_;
  Limits limits_;
  Height settled_height_ = 0;
  std::vector<RoundStatus> settled_;  // ascending rounds
};

}  // namespace callo
