#pragma once

#include "sim/traitors/table_lie.hpp"

namespace callo::sim {

// Surrounds its victims (B22): what they ask about the network they are told of accomplices only,
// whose ids stand all around them, and of nobody whom they should notify; to everybody else their
// victims do not exist. Each time a victim comes back it is met again.
class Eclipse final : public TableLie {
 public:
  // context.receivers: the victims; context.accomplices: all who surround them.
  using TableLie::TableLie;

 private:
  std::optional<MembershipMessage> lie(EndpointId to, const PostHeader& header,
                                       const MembershipMessage& truth) override;
};

}  // namespace callo::sim
