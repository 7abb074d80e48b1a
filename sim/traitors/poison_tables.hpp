#pragma once

#include "sim/traitors/table_lie.hpp"

namespace callo::sim {

// Poisons tables (B24): wherever it names neighbours, it names real ones at its own address, whose
// mail it would get, and in the places of others ids that nobody has.
class PoisonTables final : public TableLie {
 public:
  using TableLie::TableLie;

 private:
  std::optional<MembershipMessage> lie(EndpointId to, const PostHeader& header,
                                       const MembershipMessage& truth) override;
};

}  // namespace callo::sim
