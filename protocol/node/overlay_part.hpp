#pragma once

#include <optional>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/time.hpp"
#include "protocol/overlay/membership/neighbour_table.hpp"
#include "protocol/step/effects.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo {

// What a part of an overlay node wants sent; the node signs and numbers it.
struct OutgoingPost {
  Neighbour to;
  MessageKind kind{};
  Bytes body;
};

// A part of an overlay node beside membership: search, the core server's role. It hears the
// messages of its kinds, whose senders' keys and addresses are proven, and says what it says
// through the node around it. Pure, as the node is.
class OverlayPart {
 public:
  struct Out {
    std::vector<OutgoingPost> posts;
    std::vector<OverlayId> suspects;  // silent ones: the node finds out whether they have failed
    Work work;                        // what it cost, besides the posts' signatures
  };

  virtual ~OverlayPart() = default;

  virtual bool hears(MessageKind kind) const = 0;

  // False for what is malformed or an answer that nobody asked for: the node counts it.
  virtual bool receive(Now now, const Neighbour& from, MessageKind kind, BytesView body,
                       Out& out) = 0;

  // What the node's own client hands in; false when it is for another part.
  virtual bool submitted(Now /*now*/, const Frame& /*frame*/, Out& /*out*/) { return false; }

  // Called when next_tick() has passed.
  virtual void tick(Now /*now*/, Out& /*out*/) {}

  // When it next has something to do, if nothing is heard until then.
  virtual std::optional<MonotonicTime> next_tick() const { return std::nullopt; }
};

}  // namespace callo
