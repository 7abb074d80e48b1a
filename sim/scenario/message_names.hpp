#pragma once

#include <cstdint>
#include <string>

#include "protocol/wire/envelope.hpp"

namespace callo::sim {

// The name of MessageKind `kind` in result files; 0 is what claims no kind that is known.
std::string message_name(std::uint8_t kind);

// Consensus decides by these: proposals, block parts and votes, alone or in bundles.
bool is_agreement_kind(MessageKind kind);

}  // namespace callo::sim
