#pragma once

#include "protocol/consensus/tendermint/holdings.hpp"

namespace callo {

// What a node holds because somebody sent it, in items; a view for those who watch its bounds.
struct Holdings {
  TendermintHoldings consensus;
  std::size_t pending_transactions{};
  std::size_t known_offences{};
  std::size_t catch_up_heights{};  // asked for, or come before earlier ones
  std::size_t catch_up_peers{};
  std::size_t waiting_transactions{};
  std::size_t catch_up_bytes{};        // of blocks that wait for earlier ones
  std::size_t snapshot_piece_bytes{};  // of pieces that wait for earlier ones
  std::size_t exchange_phases{};       // of votes by exchange, begun here or by a partner
  std::size_t inquests{};              // into forks
  std::size_t answers_of_one_inquest_max{};
  std::size_t snapshots{};        // kept for peers
  std::size_t sealed_blocks{};    // decided ones, sealed for peers that asked
  std::size_t snapshot_offers{};  // that wait for their proof
};

}  // namespace callo
