#pragma once

#include <optional>
#include <vector>

#include "protocol/chain/light_client.hpp"

namespace callo {

// Two light blocks that follow from one trusted header and contradict each other: what a light
// client that asks a second peer (a witness) can find, and hands to full nodes. CometBFT,
// spec/light-client/detection and spec/light-client/accountability.

enum class LightAttackKind : std::uint8_t {
  equivocation,     // both blocks are possible; signers of both voted twice in one round
  amnesia,          // both are possible, in different rounds: who forgot his lock is not in the
                    // commits (see the judgement from justifications)
  lunatic,          // the block contradicts what its predecessors determine
  forward_lunatic,  // a block beyond the head of the chain, with a time that the head has passed
};

struct LightAttack {
  LightAttackKind kind{};
  Height common_height{};  // of the header that both follow from
  Height height{};         // of the conflicting block
  // Signed what no correct validator signs, whatever else happened.
  std::vector<NodeId> culprits;
  // Signed a block that is not on this chain. Culprits as well unless the chain itself forked
  // between the common height and this one: then a correct validator may stand on the other branch.
  std::vector<NodeId> suspects;
  bool operator==(const LightAttack&) const = default;
};

// What `conflicting` is on a chain that has `canonical` at the same height, or as its head when the
// conflicting block is higher. Both are verified from `common`; nullopt when they do not contradict
// each other: the same block, or a higher one that may just not be known yet.
std::optional<LightAttack> classify_attack(const LightBlock& common, const LightBlock& canonical,
                                           const LightBlock& conflicting);

// What is to be shown to others so that they can judge: they verify the conflicting block from the
// common header, which is on their chain, and compare it with their own.
struct LightAttackEvidence {
  Height common_height{};
  LightBlock conflicting;
};

// What the evidence proves to somebody who has the chain; nullopt: nothing. `common` is this
// chain's light block of the common height, `canonical` that of the conflicting block's height, or
// its head when that is lower.
std::optional<LightAttack> verify_light_evidence(const LightAttackEvidence& evidence,
                                                 const LightBlock& common,
                                                 const LightBlock& canonical,
                                                 const LightOptions& options, CalendarTime now,
                                                 Verifier& verifier, Work& work);

// Compares what a primary proved, `primary.verified()`, with a witness. Ask it for the heights of
// needed(), one after the other; it has to prove what it says.
class WitnessCheck {
 public:
  enum class State : std::uint8_t { needs_block, agrees, attack, witness_failed };

  // `primary`: verified blocks, the trusted one first, at least two.
  explicit WitnessCheck(std::vector<LightBlock> primary);

  State state() const { return state_; }

  Height needed() const;

  // The witness's block of needed(); its head when it has none that high.
  State on_block(LightBlock block, const LightOptions& options, CalendarTime now,
                 Verifier& verifier, Work& work);

  // Requires state attack: how each looks from the other's chain, and what to report. One of the
  // two lies; whoever has the chain knows which.
  const LightAttack& attack_by_primary() const { return *by_primary_; }

  const std::optional<LightAttack>& attack_by_witness() const { return by_witness_; }

  const LightAttackEvidence& against_primary() const { return *against_primary_; }

  const std::optional<LightAttackEvidence>& against_witness() const { return against_witness_; }

 private:
  State compare(LightBlock block);
  State begin_proof();
  State judge(const LightBlock& witness);

  std::vector<LightBlock> primary_;
  std::size_t position_;                 // in primary_: what the witness is asked about
  std::optional<LightBlock> diverging_;  // what it said of the next position
  std::optional<Bisection> proof_;
  State state_ = State::needs_block;
  std::optional<LightAttack> by_primary_;
  std::optional<LightAttack> by_witness_;
  std::optional<LightAttackEvidence> against_primary_;
  std::optional<LightAttackEvidence> against_witness_;
};

}  // namespace callo
