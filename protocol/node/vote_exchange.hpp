#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "protocol/base/time.hpp"
#include "protocol/chain/vote_bundle.hpp"
#include "protocol/overlay/exchange_plan.hpp"
#include "protocol/step/effects.hpp"

namespace callo {

inline constexpr TimerId kExchangeTimer{9};

// How the exchange speaks.
class BundleSender {
 public:
  virtual ~BundleSender() = default;
  // All votes of the phase that are held, but those of the bundles that came from this partner.
  virtual void send_bundle(const VotePhase& phase, std::uint8_t step,
                           const ExchangePlan::Partner& partner,
                           const VoteBundlePointer& came_from_partner, Effects& out) = 0;
};

// Votes by dimension exchange, the recursive doubling of all-gather. In step i of a phase a node
// sends its partners of that step what it holds, waits for theirs, and goes on to step i + 1. When
// nothing fails, N = 2^n nodes spend N * n frames on a phase, and all end with all votes.
//
// Whoever stays silent is waited for at most `timeout` in a step. Patience with a partner halves
// with every point: +2 for a step that its silence delayed, taken back if its bundle comes within
// `timeout` after all, and -1 for every bundle within that time. From kPointsMax on nobody waits,
// yet bundles are still sent to it and still count. So a dead partner costs its neighbours less
// than 1.4 timeouts in all, a liar that answers every other time soon costs as little, and a
// partner that returns is trusted again after kPointsMax phases at most.
//
// In a step with silent partners a node waits longer the later the step is, so that whoever waits
// for a node that waits for a silent one does not give up first.
//
// Knows who has spoken, not what the votes say. Losses and late votes are repair's.
class VoteExchange {
 public:
  static constexpr std::size_t kPhasesMax = 12;
  static constexpr std::uint8_t kPointsMax = 8;

  // Both outlive this.
  VoteExchange(const ExchangePlan& plan, Duration timeout, BundleSender& sender);

  // This node takes part from now on; does nothing when it does already.
  void begin(MonotonicTime now, const VotePhase& phase, Effects& out);
  // A bundle came; its votes are held by now. Of a phase that is not begun it is remembered for
  // when its step comes.
  void hear(MonotonicTime now, EndpointId from, const VoteBundlePointer& bundle, Effects& out);
  void on_timer(MonotonicTime now, Effects& out);

  bool has_begun(const VotePhase& phase) const;
  // Begun, and all steps are over.
  bool is_over(const VotePhase& phase) const;
  // A partner spoke in this phase and this node has not begun it.
  bool is_awaited(const VotePhase& phase) const;
  // A partner that kept this node waiting lately.
  bool is_silent(EndpointId endpoint) const;

  // For those who watch bounds.
  std::size_t phases() const { return running_.size(); }

 private:
  struct Seat {
    bool is_heard = false;
    bool is_charged = false;
    VoteBundlePointer early;  // before this node's own bundle left
  };

  struct Running {
    VotePhase phase;
    bool has_begun = false;
    std::size_t step = 0;  // steps() when over
    std::vector<MonotonicTime> step_began;
    MonotonicTime deadline;
    std::vector<std::vector<Seat>> seats;  // by step and partner
  };

  Running* find(const VotePhase& phase);
  const Running* find(const VotePhase& phase) const;
  // Null when newer phases fill all places.
  Running* find_or_add(const VotePhase& phase);
  void open_step(Running& running, MonotonicTime now, Effects& out);
  void advance(Running& running, MonotonicTime now, Effects& out);
  bool is_step_over(const Running& running, MonotonicTime now) const;
  void charge_silent(Running& running);
  void credit(Seat& seat, ExchangePlan::Seat place);
  Duration patience(std::size_t step, std::uint8_t points) const;
  void rearm(Effects& out);

  const ExchangePlan& plan_;
  Duration timeout_;
  BundleSender& sender_;
  std::vector<Running> running_;                   // ascending phases
  std::vector<std::vector<std::uint8_t>> points_;  // by step and partner
  std::optional<MonotonicTime> armed_;
};

}  // namespace callo
