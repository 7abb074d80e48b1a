#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/adversary/strategy.hpp"
#include "sim/adversary/synchrony.hpp"
#include "sim/engine/random_stream.hpp"

namespace callo::sim {

struct AdversarySettings {
  std::string strategy;  // of the registry
  std::uint64_t seed{};
  Synchrony synchrony;
  bool sees_all = true;              // false: only what goes to or comes from corrupted nodes
  std::vector<std::int64_t> powers;  // by node
  std::vector<bool> corrupted;       // by node, from the start on
  std::int64_t corruptible_power{};  // that it may corrupt during the run
  Duration corruption_delay{};
  std::vector<std::uint32_t> endpoint_nodes;  // by endpoint
};

// How it changes the world.
struct AdversaryPorts {
  std::function<void(SimTime, std::function<void()>)> at;
  std::function<SimTime()> now;
  std::function<void(NodeId)> corrupt;  // from now on the node is the adversary's
};

// One object in the path of all messages: it sees each when it is sent, and so before anybody has
// it, delays or loses what the model of synchrony lets it, and corrupts nodes within its budget.
// What it draws comes from a stream of its own; a network without one does not ask.
class Adversary final : public Interceptor, private AdversaryHands {
 public:
  Adversary(AdversarySettings settings, AdversaryPorts ports);

  Fate on_packet(const Packet& packet) override;

  // Packets that it delayed or lost.
  std::uint64_t meddled() const { return meddled_; }

  // Whom it corrupted on the way, and when that took effect.
  const std::map<NodeId, SimTime>& corruptions() const { return corruptions_; }

 private:
  std::uint32_t nodes() const override {
    return static_cast<std::uint32_t>(settings_.powers.size());
  }

  bool is_corrupted(NodeId node) const override { return settings_.corrupted[node.value]; }

  bool corrupt(NodeId node) override;

  Random& random() override { return random_; }

  void take_over(NodeId node);
  void read(const Frame& frame);
  void read_one(const Frame& frame);

  AdversarySettings settings_;
  AdversaryPorts ports_;
  RandomStream random_;
  std::unique_ptr<Strategy> strategy_;
  std::vector<bool> is_chosen_;  // corruption is under way
  std::map<NodeId, SimTime> corruptions_;
  std::vector<Said> said_;
  std::uint64_t meddled_ = 0;
};

}  // namespace callo::sim
