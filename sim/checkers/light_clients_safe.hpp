#pragma once

#include <map>
#include <set>
#include <vector>

#include "sim/checkers/checker.hpp"
#include "sim/checkers/validator_book.hpp"

namespace callo::sim {

// What a light client trusts is a header that some honest node committed. If it halts, it holds a
// proof: a header that nobody honest committed, signed by more than a third of the power of the
// validators of the header that it follows from, all of them traitors; or two headers of one height
// that are both proven by more than two thirds, since agreement itself broke. Of two headers of one
// round whoever signed both is a traitor, and these have more than a third as well. Whom the light
// client names is among them; what it holds against the honest side proves nothing.
class LightClientsSafe final : public Checker {
 public:
  static constexpr std::string_view kClaim = "light_clients_safe";

  explicit LightClientsSafe(const CheckContext& context)
      : Checker{kClaim, kCommits | kBlocks | kLight, context}, book_{context} {}

  void on_commit(const Moment& moment, const CommitEffect& commit) override;
  void on_block(const Moment& moment, const ChainBlock& block) override;
  void on_light_head(const Moment& moment, const LightBlock& head) override;
  void on_light_attacks(const Moment& moment, std::span<const FoundAttack> attacks) override;
  void on_end(Duration time) override;

  // One traitor that a light client's evidence proves.
  struct Proven {
    NodeId culprit;
    LightAttackKind kind{};
    Height height{};
    Round round{};
    NodeId client;
    Duration time{};
  };

  const std::vector<Proven>& proven() const { return proven_; }

 private:
  // Trusted before any honest node had committed that height.
  struct Early {
    Moment moment;
    Height height;
    Hash hash;
  };

  std::set<NodeId> signers(const LightBlock& block, Height power_height) const;
  bool is_third(const std::set<NodeId>& nodes, Height height) const;
  bool judge_forged(const Moment& moment, const FoundAttack& found);
  bool judge_fork(const Moment& moment, std::span<const FoundAttack> attacks);
  bool accuse(const Moment& moment, const FoundAttack& found, const std::set<NodeId>& guilty,
              bool are_suspects_guilty);
  bool is_committed(Height height, const Hash& hash) const;
  void check_head(const Moment& moment, Height height, const Hash& hash);

  ValidatorBook book_;
  std::map<Height, std::set<Hash>> committed_;  // by honest nodes
  std::vector<Early> early_;
  std::vector<Proven> proven_;
};

}  // namespace callo::sim
