#pragma once

#include <optional>
#include <vector>

#include "protocol/chain/block.hpp"

namespace callo {

// +2/3 prevotes of one round for one block, in the form of a commit: the signatures are those of
// prevotes. E. Buchman et al., "Revisiting Tendermint: Design Tradeoffs, Accountability, and
// Practical Use" (DSN 2022) calls it a proof of lock change.
using Polka = Commit;

// Why a correct node may vote for a block at a height at which it precommitted another: lines 28-33
// and 36-43 of arXiv:1807.04938 want +2/3 prevotes of a round that is not before that precommit's.
// The first polka is for the block voted for; should other blocks have +2/3 prevotes in that very
// round, theirs follow, and whoever signed two of them is a traitor.
struct Justification {
  Height height{};
  std::vector<Polka> polkas;
  bool operator==(const Justification&) const = default;
};

inline constexpr std::uint32_t kJustificationPolkasMax = 4;

// u64 height | u32 count, polkas. Refused are: no polka, another height in one of them.
void encode(Writer& out, const Justification& justification);
Justification decode_justification(Reader& in);
Bytes encode(const Justification& justification);
std::optional<Justification> decode_justification(BytesView bytes);

}  // namespace callo
