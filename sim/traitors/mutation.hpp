#pragma once

#include <cstdint>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/wire/envelope.hpp"

namespace callo::sim {

// What becomes of one field of an own message.
enum class Change : std::uint8_t {
  round,        // by so many
  height,       // by so many
  valid_round,  // by so many; proposals only
  nil,          // a vote for no block
  older,        // a block named before this one; nil without any
  made_up,      // a block that nobody ever proposed
  silence,      // is not said at all
};

// Whether `by` says something to it.
constexpr bool moves(Change change) {
  return change == Change::round || change == Change::height || change == Change::valid_round;
}

// One process fault of ByzzFuzz (Winter et al., OOPSLA 2023): one message of one round is another
// one towards some of its receivers.
struct Mutation {
  Height height{};
  Round round{};
  MessageKind message{};                // proposal, prevote, precommit
  std::vector<EndpointId> receivers{};  // empty: all
  Change change{};
  std::int64_t by{};
};

}  // namespace callo::sim
