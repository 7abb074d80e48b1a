#pragma once

#include <algorithm>
#include <deque>
#include <optional>

#include "protocol/chain/vote.hpp"

namespace callo::sim {

// The latest votes of others, newest last: material for whoever speaks in their names.
class HeardVotes {
 public:
  explicit HeardVotes(NodeId self) : self_{self} {}

  void look(const Frame& frame) {
    const std::optional<Envelope> envelope = open_envelope(frame.bytes());
    if (!envelope.has_value() || envelope->header.sender == self_ ||
        !decode_vote(*envelope).has_value()) {
      return;
    }
    // The exchange brings every vote more than once.
    const auto is_same = [&](const Frame& held) { return held.id() == frame.id(); };
    if (std::any_of(frames_.begin(), frames_.end(), is_same)) {
      return;
    }
    frames_.push_back(frame);
    if (frames_.size() > kFramesMax) {
      frames_.pop_front();
    }
  }

  const std::deque<Frame>& frames() const { return frames_; }

 private:
  static constexpr std::size_t kFramesMax = 64;

  NodeId self_;
  std::deque<Frame> frames_;
};

}  // namespace callo::sim
