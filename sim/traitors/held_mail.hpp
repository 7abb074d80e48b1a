#pragma once

#include <map>
#include <span>
#include <vector>

#include "sim/traitors/behaviour.hpp"

namespace callo::sim {

// Messages that a traitor keeps until a moment of its own choice. A crash loses them.
class HeldMail {
 public:
  // First of all in a step.
  void begin(const Turn& turn);
  void hold(MonotonicTime until, std::span<const EndpointId> targets, const Send& send);
  // Sends what is due and arms the traitor's timer for what is not. Once a step, at its end.
  void release(const Turn& turn, Effects& out);

 private:
  struct Item {
    std::vector<EndpointId> targets;
    Frame frame;
    MessageClass message_class{};
  };

  std::multimap<MonotonicTime, Item> items_;
};

}  // namespace callo::sim
