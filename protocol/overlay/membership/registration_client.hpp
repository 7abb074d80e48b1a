#pragma once

#include <vector>

#include "protocol/overlay/membership/entrance.hpp"

namespace callo {

struct RegistrationSettings {
  Duration interval = std::chrono::minutes{1};  // a third of a server's lease, or less
  Duration retry = std::chrono::seconds{5};
};

// Tells all core servers that a node is in the network, again now and then, and at once those that
// have not confirmed it. A pure machine.
class RegistrationClient {
 public:
  RegistrationClient(const std::vector<ServerIdentity>& servers,
                     const RegistrationSettings& settings);

  // The node has come in.
  void begin(MonotonicTime now);

  // True when next_tick() has passed: then a fresh record is to be given to tick().
  bool is_due(MonotonicTime now) const { return next_ <= now; }

  void tick(MonotonicTime now, const NodeRecord& record, Entrance::Out& out);

  // False when nothing of the kind was awaited.
  bool confirmed(const Neighbour& from);

  // The node leaves; no answer is awaited.
  void depart(Entrance::Out& out);

  MonotonicTime next_tick() const { return next_; }

 private:
  struct Server {
    Neighbour node;
    bool is_awaited = false;
  };

  std::vector<Server> servers_;
  RegistrationSettings settings_;
  MonotonicTime next_ = MonotonicTime::max();
  MonotonicTime renewed_{};
};

}  // namespace callo
