#pragma once

#include "protocol/base/hash.hpp"
#include "sim/traitors/proposes_instead.hpp"

namespace callo::sim {

enum class CensorKind : std::uint8_t {
  payers,      // leaves out what the nodes of TraitorContext::payers submitted
  everything,  // proposes empty blocks
};

// Proposes valid blocks without some payments. Nobody can prove it: the others propose them later.
class Censor final : public ProposesInstead {
 public:
  Censor(const TraitorContext& context, CensorKind kind);

 private:
  void prepare(const Turn& turn, Effects& out) override;
  bool change(Block& block) override;
  void hear(const Frame& frame);

  CensorKind kind_;
  RecentMap<Hash, NodeId> submitters_;  // of each transaction heard, by its leaf hash
};

}  // namespace callo::sim
