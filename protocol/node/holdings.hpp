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
};

}  // namespace callo
