#pragma once

#include "sim/traitors/adding.hpp"

namespace callo::sim {

enum class FloodKind : std::uint8_t {
  votes,         // of the ballot just voted in, each for another made-up block
  proposals,     // of its round and of the next height, each of another made-up block
  parts,         // of as many made-up blocks, of this height and the next
  offences,      // its own double votes, each of another round, with the evidence against itself
  transactions,  // each spends another made-up coin, which may still come for all that is known
  statuses,      // each of another height and round, lacking every transaction
};

// After each of its prevotes says far more than anybody should keep, all of it properly signed.
class Flood final : public Adding {
 public:
  Flood(const TraitorContext& context, FloodKind kind) : Adding{context}, kind_{kind} {}

 private:
  void follow(const Turn& turn, const Vote& vote, Effects& out) override;
  void add_one(const Turn& turn, const Vote& vote, Effects& out);
  void add_transaction(const Turn& turn, Effects& out);
  void add_status(const Turn& turn, const Vote& vote, Effects& out);
  void add_offence(const Turn& turn, const Vote& vote, Effects& out);
  // Of a kind that is numbered; above all that the honest code says.
  Header numbered(const Turn& turn, MessageKind kind) const;
  BlockId made_up_block();

  FloodKind kind_;
  std::uint64_t said_ = 0;
};

}  // namespace callo::sim
