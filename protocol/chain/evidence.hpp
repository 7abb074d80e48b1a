#pragma once

#include <compare>
#include <optional>
#include <string_view>

#include "protocol/chain/duplicate_evidence.hpp"
#include "protocol/chain/validator_set.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/step/effects.hpp"

namespace callo {

// What the evidence proves. Also the key under which it is reported once.
struct Offence {
  NodeId culprit;
  Height height{};
  Round round{};
  MessageKind kind{};
  auto operator<=>(const Offence&) const = default;
};

// The offence that two envelopes prove if both signatures hold; nullopt if they may both be signed
// by a correct node. Two votes that differ only in their time are no offence.
std::optional<Offence> contradiction(const Envelope& first, const Envelope& second);

// As above, of what the evidence holds; nullopt also if it does not decode. No signature is
// checked.
std::optional<Offence> claimed_offence(const DuplicateEvidence& evidence);

// As above, with chain, signer and both signatures checked. nullopt: proves nothing.
std::optional<Offence> verify_evidence(const DuplicateEvidence& evidence, std::string_view chain_id,
                                       const ValidatorSet& validators, Verifier& verifier,
                                       Work& work);

}  // namespace callo
