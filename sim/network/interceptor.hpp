#pragma once

#include <cstdint>

#include "protocol/base/frame.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/base/time.hpp"
#include "sim/engine/sim_time.hpp"

namespace callo::sim {

// One message to one receiver, at the instant at which it is sent and so before anybody has it.
struct Packet {
  EndpointId from;
  EndpointId to;
  const Frame& frame;
  SimTime sent_at;
  Duration latency{};      // that it will take at least
  std::uint64_t number{};  // of those that were shown, from 1
};

// What becomes of a packet.
struct Fate {
  enum class Kind : std::uint8_t { passes, is_late, is_lost, is_held };

  Kind kind = Kind::passes;
  Duration by{};  // of one that is late: beyond its latency

  static Fate pass() { return {}; }

  static Fate late(Duration by) { return {Kind::is_late, by}; }

  static Fate lost() { return {Kind::is_lost, {}}; }

  // Until Network::release, by the packet's number.
  static Fate held() { return {Kind::is_held, {}}; }
};

// Stands in the path of every message and decides on it. A network without one does not ask.
class Interceptor {
 public:
  virtual ~Interceptor() = default;
  virtual Fate on_packet(const Packet& packet) = 0;
};

}  // namespace callo::sim
