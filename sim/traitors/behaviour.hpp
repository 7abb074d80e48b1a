#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/time.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/overlay/membership/neighbour_table.hpp"
#include "protocol/shim/random.hpp"
#include "protocol/shim/signer.hpp"
#include "protocol/step/effects.hpp"
#include "protocol/step/input.hpp"
#include "protocol/wire/envelope.hpp"
#include "sim/traitors/coalition.hpp"
#include "sim/traitors/mutation.hpp"
#include "sim/traitors/self_watch.hpp"
#include "sim/traitors/trigger.hpp"

namespace callo::sim {

// What one traitor knows and holds; the references outlive it. Possession of the signer is what
// lets a behaviour speak for the key.
struct TraitorContext {
  std::string chain_id;
  NodeId self;
  Signer& signer;
  Random& random;
  Coalition& coalition;
  Trigger trigger;
  std::vector<EndpointId> receivers;         // selective: who is served; empty: side a of the split
  bool forwards = true;                      // silent: still passes on the messages of others
  Duration delay = std::chrono::seconds{1};  // how long what is held back is held back
  std::uint32_t validators = 0;              // how many there are, of equal power
  std::vector<Mutation> mutations{};         // mutate_as_told: the lies themselves
  std::vector<Neighbour> accomplices{};      // who runs a false network for a lying core server
  std::vector<NodeId> payers{};              // whose payments a censor leaves out
  Signer* bank = nullptr;                    // the key of the coins of the node's bank
  std::vector<EndpointId> spared{};  // ascending; hear what the honest code says and nothing else
};

// The timer of a behaviour that holds messages back; no honest machine arms or hears it.
inline constexpr TimerId kTraitorTimer{kTimerSlots - 1};

// One step of the honest node inside the traitor.
struct Turn {
  Now now;
  const Input& input;
};

// How a traitor deviates: rewrites what the honest code inside it wants done. Lives as long as the
// run, across crashes of its node, so that its count and its lies go on where they were.
class Behaviour {
 public:
  explicit Behaviour(TraitorContext context) : context_{std::move(context)} {}

  virtual ~Behaviour() = default;
  Behaviour(const Behaviour&) = delete;
  Behaviour& operator=(const Behaviour&) = delete;

  // The effects are those of the honest code towards everybody who is not spared.
  virtual void rewrite(const Turn& turn, Effects& out) = 0;

  // Before rewrite, in every step: what the honest code wants done.
  void watch(const Effects& honest) {
    if (!context_.trigger.seen.is_empty()) {
      self_watch_.look(honest);
    }
  }

  std::span<const EndpointId> spared() const { return context_.spared; }

  // How often somebody was really lied to (or kept in the dark) by it.
  virtual std::uint64_t fired() const { return fired_; }

 protected:
  const TraitorContext& context() const { return context_; }

  void count_fired(std::uint64_t times = 1) { fired_ += times; }

  // Whether to misbehave with this message. A message that names no height counts as one of the
  // round in which this node last proposed or voted.
  bool is_triggered(Now now, const Envelope& envelope);

  // A bundle of votes is nobody's word: what it carries has authors, and it is opened for them.
  bool is_own(const Envelope& envelope) const {
    return envelope.header.sender == context_.self &&
           envelope.header.kind != MessageKind::vote_bundle;
  }

  // What it makes up in its own name, properly signed, at the price of a signature each.
  Frame sealed(const Vote& vote, Effects& out) const;
  Frame sealed(const Proposal& proposal, Effects& out) const;
  Frame sealed(const BlockPart& part, Effects& out) const;
  Frame sealed(const Header& header, BytesView data, Effects& out) const;

 private:
  TraitorContext context_;
  SelfWatch self_watch_;
  Height height_ = 0;
  Round round_ = 0;
  std::uint64_t fired_ = 0;
};

// Height and round of a proposal, block part or vote; false for every other kind.
bool read_place(const Envelope& envelope, Height& height, Round& round);

}  // namespace callo::sim
