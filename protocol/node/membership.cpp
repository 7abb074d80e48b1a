#include "protocol/node/membership.hpp"

#include "protocol/base/check.hpp"

namespace callo {

Membership::Membership(std::vector<Member> members) : members_{std::move(members)} {
  for (std::size_t row = 0; row < members_.size(); ++row) {
    CALLO_CHECK(members_[row].node.value == row);
    CALLO_CHECK(members_[row].power >= 0);
  }
}

}  // namespace callo
