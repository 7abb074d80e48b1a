#pragma once

#include <cstdint>
#include <vector>

#include "protocol/base/pace.hpp"
#include "protocol/base/time.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo {

// Which requests a node serves: a request is small, its answer may be large. A member may make a
// few at once, but on the average no more than one an interval, and none twice. Memory: one entry a
// member.
class RequestGate {
 public:
  RequestGate(std::size_t members, Duration interval) : members_(members), interval_{interval} {}

  // Requires that the header's signature held and its sender is a member.
  bool may_serve(MonotonicTime now, const Header& header) {
    Member& member = members_[header.sender.value];
    if (header.sequence <= member.last_sequence || !member.pace.allows(now, interval_, kBurst)) {
      return false;
    }
    member.last_sequence = header.sequence;
    member.pace.take(now, interval_);
    return true;
  }

 private:
  static constexpr int kBurst = 8;

  struct Member {
    std::uint64_t last_sequence = 0;
    Pace pace;
  };

  std::vector<Member> members_;
  Duration interval_;
};

}  // namespace callo
