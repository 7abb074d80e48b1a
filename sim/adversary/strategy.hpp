#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/shim/random.hpp"
#include "protocol/wire/envelope.hpp"
#include "sim/network/interceptor.hpp"

namespace callo::sim {

// Who says what in a packet. A bundle says what each of its votes does.
struct Said {
  MessageKind kind{};
  NodeId author;
  Height height{};
  Round round{};
};

// A packet as a strategy sees it. Endpoint i is that of node i, of twins the first.
struct SeenPacket {
  NodeId from;
  NodeId to;
  SimTime sent_at;
  std::span<const Said> said;  // proposals, parts and votes; of anything else nothing
};

// What a strategy wants to become of a packet. The model has the last word (synchrony.hpp).
enum class Wish : std::uint8_t {
  pass,
  late,  // as late as the model allows
  lost,  // where the model allows it, late elsewhere
};

// What a strategy can do and know besides.
class AdversaryHands {
 public:
  virtual ~AdversaryHands() = default;

  virtual std::uint32_t nodes() const = 0;
  virtual bool is_corrupted(NodeId node) const = 0;
  // False if that is beyond the budget, or corruption is not adaptive. It takes effect after the
  // corruption delay.
  virtual bool corrupt(NodeId node) = 0;
  virtual Random& random() = 0;
};

// One way of playing against the protocol: asked for every packet of its view, at the instant at
// which the packet is sent and so before anybody has it.
class Strategy {
 public:
  explicit Strategy(AdversaryHands& hands) : hands_{hands} {}

  virtual ~Strategy() = default;
  Strategy(const Strategy&) = delete;
  Strategy& operator=(const Strategy&) = delete;

  virtual Wish on_packet(const SeenPacket& packet) = 0;

 protected:
  AdversaryHands& hands() { return hands_; }

  // Whether the packet carries such a message of that author; any author if none is given.
  static bool carries(const SeenPacket& packet, MessageKind kind);
  static bool carries_from(const SeenPacket& packet, MessageKind kind, NodeId author);

  // The first so many nodes of an order that is drawn at the start.
  std::vector<bool> draw_nodes(std::uint32_t count);

 private:
  AdversaryHands& hands_;
};

}  // namespace callo::sim
