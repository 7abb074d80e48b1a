#pragma once

#include <cstddef>

#include "protocol/base/ids.hpp"

namespace callo {

// What a replica holds because somebody sent it, counted in items when asked: everything that a
// traitor could try to make grow. Where a limit is for each validator, what the greediest has.
struct TendermintHoldings {
  Round round{};                              // the one being worked on
  std::size_t open_rounds{};                  // rounds of the open height with any message
  std::size_t kept_heights{};                 // decided heights whose messages are kept
  std::size_t proposals_of_one_round_max{};   // of the open and the kept heights
  std::size_t votes_of_one_ballot_max{};      // first votes and contradicting ones, one type
  std::size_t future_of_one_validator_max{};  // of later rounds, or of the next height
  std::size_t blocks_of_one_height_max{};     // of the open or the next height, in parts
  std::size_t offences_of_one_culprit_max{};  // of one height
  std::size_t pending_evidence{};             // that waits for a block
  std::size_t justified_heights{};            // at which this node changed its lock
  std::size_t justifications_of_one_height_max{};
  std::size_t own_messages{};        // signed at the open height and still held
  std::size_t committed_offences{};  // that blocks proved and that are not too old yet
};

}  // namespace callo
