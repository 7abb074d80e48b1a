#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "protocol/overlay/membership/neighbour_table.hpp"

namespace callo {

// What nodes say to each other while one looks something up. Each comes from a neighbour whose id
// its signature proves.

// No answer names more nodes, and nobody may ask for more.
inline constexpr std::uint8_t kNearestPerReplyMax = 16;

// "Whom do you know that stands nearest to this key?" The asker chooses the number of its lookup
// and of the question in it, so that only answers to what it asked count.
struct NearestRequest {
  std::uint32_t lookup{};
  OverlayId key;
  std::uint8_t count{};
};

// Nearest first, without the one who answers and without the one who asked.
struct NearestReply {
  std::uint32_t lookup{};
  std::vector<Neighbour> nodes;
};

using RoutingMessage = std::variant<NearestRequest, NearestReply>;

struct OutgoingRoutingMessage {
  Neighbour to;
  RoutingMessage message;
};

}  // namespace callo
