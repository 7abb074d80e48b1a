#include "protocol/overlay/membership/registration_client.hpp"

#include <algorithm>

namespace callo {

RegistrationClient::RegistrationClient(const std::vector<ServerIdentity>& servers,
                                       const RegistrationSettings& settings)
    : settings_{settings} {
  for (const ServerIdentity& server : servers) {
    servers_.push_back({server.neighbour(), false});
  }
}

void RegistrationClient::begin(MonotonicTime now) {
  for (Server& server : servers_) {
    server.is_awaited = true;
  }
  renewed_ = now;
  next_ = servers_.empty() ? MonotonicTime::max() : now;
}

void RegistrationClient::tick(MonotonicTime now, const NodeRecord& record, Entrance::Out& out) {
  if (now - renewed_ >= settings_.interval) {
    begin(now);
  }
  for (const Server& server : servers_) {
    if (server.is_awaited) {
      out.push_back({server.node, Registration{record}});
    }
  }
  next_ = std::min(now + settings_.retry, renewed_ + settings_.interval);
}

bool RegistrationClient::confirmed(const Neighbour& from) {
  bool was_awaited = false;
  bool is_any_awaited = false;
  for (Server& server : servers_) {
    if (server.node == from) {
      was_awaited = server.is_awaited;
      server.is_awaited = false;
    }
    is_any_awaited = is_any_awaited || server.is_awaited;
  }
  if (was_awaited && !is_any_awaited) {
    next_ = renewed_ + settings_.interval;
  }
  return was_awaited;
}

void RegistrationClient::depart(Entrance::Out& out) {
  next_ = MonotonicTime::max();
  for (const Server& server : servers_) {
    out.push_back({server.node, Departure{}});
  }
}

}  // namespace callo
