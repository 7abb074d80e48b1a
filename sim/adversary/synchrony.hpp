#pragma once

#include <algorithm>

#include "sim/engine/sim_time.hpp"
#include "sim/network/interceptor.hpp"

namespace callo::sim {

// Partial synchrony (Dwork, Lynch and Stockmeyer, JACM 35(2), 1988): what is sent at t has arrived
// by max(t, gst) + max_delay, and what is sent before gst may be lost. An adversary wishes; this is
// what it gets.
struct Synchrony {
  Duration gst{};  // after the run's start
  Duration max_delay = std::chrono::seconds{1};

  SimTime latest_arrival(SimTime sent_at) const {
    return std::max(sent_at, SimTime{gst}) + max_delay;
  }

  // A packet whose way is longer than the bound arrives when its way is over.
  Duration most_delay(const Packet& packet) const {
    return std::max(Duration{}, latest_arrival(packet.sent_at) - packet.sent_at - packet.latency);
  }

  // Between two honest nodes.
  bool may_lose(const Packet& packet) const { return packet.sent_at < SimTime{gst}; }
};

}  // namespace callo::sim
