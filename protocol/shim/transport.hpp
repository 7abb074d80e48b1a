#pragma once

#include <span>

#include "protocol/step/effects.hpp"

namespace callo {

// Best effort: may lose, duplicate, delay and reorder; never blocks, never delivers inside the
// call.
class Transport {
 public:
  virtual ~Transport() = default;
  virtual void send(std::span<const EndpointId> to, const Frame& frame,
                    MessageClass message_class) = 0;
};

}  // namespace callo
