#pragma once

#include <cstdint>
#include <vector>

#include "protocol/base/time.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo {

// Which requests a node serves: a request is small, its answer may be large. Each member's requests
// must follow each other by a least interval and must not repeat. Memory: one entry a member.
class RequestGate {
 public:
  RequestGate(std::size_t members, Duration interval) : members_(members), interval_{interval} {}

  // Requires that the header's signature held and its sender is a member.
  bool may_serve(MonotonicTime now, const Header& header) {
    Member& member = members_[header.sender.value];
    if (header.sequence <= member.last_sequence || now < member.next_at) {
      return false;
    }
    member = {header.sequence, now + interval_};
    return true;
  }

 private:
  struct Member {
    std::uint64_t last_sequence = 0;
    MonotonicTime next_at{MonotonicTime::min()};
  };

  std::vector<Member> members_;
  Duration interval_;
};

}  // namespace callo
