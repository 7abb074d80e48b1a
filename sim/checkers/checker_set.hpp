#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "sim/checkers/chain_follower.hpp"
#include "sim/checkers/checker.hpp"

namespace callo::sim {

// Hands what honest endpoints do to the checkers that want it. What traitors do is nobody's claim.
class CheckerSet {
 public:
  // `claims` are names of the registry. `context` outlives the set.
  CheckerSet(const CheckContext& context, std::span<const std::string> claims);
  CheckerSet(const CheckContext& context, std::vector<std::unique_ptr<Checker>> checkers);

  // All Interests of all checkers: whoever observes need not call for what is not among them.
  std::uint16_t interests() const { return interests_; }

  // When it was released, that is after its records became durable.
  void on_commit(Moment moment, const CommitEffect& commit);
  void on_evidence(Moment moment, const EvidenceEffect& evidence);
  void on_blame(Moment moment, const BlameEffect& blame);
  // Only what really left: a step that a crash cut off has said nothing.
  void on_send(Moment moment, const Frame& frame);
  // Before the records and the wishes of the same step.
  void on_arrival(Moment moment, EndpointId from, const Frame& frame);
  // A crash may cut off what is wished for.
  void on_wish(Moment moment, std::span<const EndpointId> targets, const Frame& frame);
  void on_record(Moment moment, const Record& record);
  void on_holdings(Moment moment, const Holdings& holdings);
  // Of light clients, who have no endpoint among those of the context: `moment.node` is given.
  void on_light_start(const Moment& moment);
  void on_light_head(const Moment& moment, const LightBlock& head);
  void on_light_attacks(const Moment& moment, std::span<const FoundAttack> attacks);
  void on_end(Duration time);

  // Of all checkers, ordered by step, then in the order of the checkers.
  std::vector<Violation> violations() const;

  std::span<const std::unique_ptr<Checker>> checkers() const { return checkers_; }

 private:
  // False for an endpoint that is not honest.
  bool complete(Moment& moment) const;

  template <typename Call>
  void tell(std::uint16_t interest, Call&& call) {
    for (const std::unique_ptr<Checker>& checker : checkers_) {
      if ((checker->interests() & interest) != 0) {
        call(*checker);
      }
    }
  }

  const CheckContext& context_;
  std::vector<std::unique_ptr<Checker>> checkers_;
  std::uint16_t interests_ = 0;
  ChainFollower chain_;
};

}  // namespace callo::sim
