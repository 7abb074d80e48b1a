#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/keys.hpp"

namespace callo {

// A row of the membership table. Power zero: a member that follows without voting.
struct Member {
  NodeId node;
  PublicKey key;
  std::int64_t power{};
};

// Who belongs to the network; row i is NodeId{i}.
class Membership {
 public:
  explicit Membership(std::vector<Member> members);

  std::size_t size() const { return members_.size(); }

  const std::vector<Member>& members() const { return members_; }

  // Null for an id that no member has.
  const Member* find(NodeId node) const {
    return node.value < members_.size() ? &members_[node.value] : nullptr;
  }

 private:
  std::vector<Member> members_;
};

}  // namespace callo
