#pragma once

#include <cstdint>

namespace callo {

// What an engine made of a message: the node forwards what is accepted or conflicting, and nothing
// else.
enum class Verdict : std::uint8_t {
  accepted,        // new, valid and kept
  conflicting,     // valid, but contradicts another message of its signer: evidence was emitted
  duplicate,       // nothing new
  stale,           // of a height that is over
  too_far_ahead,   // beyond what is buffered; the sender will repeat it once we are there
  malformed,       // not a canonical message of this chain
  unknown_sender,  // not a validator, or not the one whose turn it is
  bad_signature,
  bad_content,  // signed, but breaks a rule: a part without a proof, a block that is not valid
};

inline bool is_forwarded(Verdict verdict) {
  return verdict == Verdict::accepted || verdict == Verdict::conflicting;
}

inline bool is_invalid(Verdict verdict) {
  return verdict >= Verdict::malformed;
}

}  // namespace callo
