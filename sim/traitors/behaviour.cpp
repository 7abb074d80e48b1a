#include "sim/traitors/behaviour.hpp"

#include "protocol/wire/codec.hpp"

namespace callo::sim {

bool read_place(const Envelope& envelope, Height& height, Round& round) {
  switch (envelope.header.kind) {
    case MessageKind::proposal:
    case MessageKind::block_part:
    case MessageKind::prevote:
    case MessageKind::precommit: {
      // The data of all four begins with u64 height | i32 round.
      Reader in{envelope.data};
      const Height read_height = in.u64();
      const Round read_round = in.i32();
      if (!in.ok()) {
        return false;
      }
      height = read_height;
      round = read_round;
      return true;
    }
    default:
      return false;
  }
}

bool Behaviour::is_triggered(Now now, const Envelope& envelope) {
  TriggerPoint point{now.monotonic, height_, round_};
  if (read_place(envelope, point.height, point.round) && is_own(envelope)) {
    height_ = point.height;
    round_ = point.round;
  }
  return context_.trigger.fires(point, context_.random);
}

}  // namespace callo::sim
