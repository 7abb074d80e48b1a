#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "protocol/base/frame.hpp"
#include "protocol/base/hash.hpp"
#include "protocol/chain/vote.hpp"

namespace callo::sim {

struct CheckContext;
struct Moment;

// A vote or a proposal that an honest validator signed, when it gave it to its disk, before anybody
// else has it, or when it left.
struct HonestMessage {
  Duration time{};
  NodeId node;
  MessageKind kind{};
  Height height{};
  Round round{};
  Round valid_round = kNoRound;  // of a proposal
  BlockId block;                 // nil: none
};

// Nothing for any other frame, or one that `moment.node` did not sign.
std::optional<HonestMessage> honest_message(const CheckContext& context, const Moment& moment,
                                            const Frame& frame);

// What the latest frames say, read once for all who watch: several are told of one, one after the
// other.
class MessageMemo {
 public:
  // Without a time; nothing when the frame is no vote and no proposal. Until the next call.
  const std::optional<HonestMessage>& read(const Frame& frame);

 private:
  struct Entry {
    ContentId content;
    std::optional<HonestMessage> message;
  };

  std::array<Entry, 4> entries_;
  std::size_t oldest_ = 0;
};

}  // namespace callo::sim
