#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/chain/light_attack.hpp"
#include "protocol/shim/signer.hpp"
#include "protocol/shim/verifier.hpp"
#include "protocol/step/machine.hpp"

namespace callo {

// A header that is trusted from outside: the genesis' successor, or any later one that the user
// got from somebody it trusts, not older than the trusting period.
struct TrustedHeader {
  Height height{};
  Hash hash;
};

struct LightNodeConfig {
  std::string chain_id;
  NodeId self;  // a member without power, so that full nodes answer
  TrustedHeader trusted;
  LightOptions light;
  // Full nodes: the first is the primary, which proves the chain's head; all others are witnesses.
  std::vector<EndpointId> peers;
  Duration interval = std::chrono::seconds{1};  // between two looks at the head
  Duration answer_timeout = std::chrono::seconds{1};
};

// What a light node found and whoever has the chain can check: verify_light_evidence().
struct FoundAttack {
  LightAttack attack;
  LightAttackEvidence evidence;
};

// Follows a chain by headers that full nodes serve: asks the primary for its newest header and
// verifies it from the last trusted one by bisection, then asks every witness for the same heights.
// A header is trusted once a witness agrees and none contradicts it with a proof. Upon an attack it
// trusts nothing more: it cannot know which of the two lies, and halts with evidence against both.
// Who does not answer is asked once more; a primary that is silent then, or proves nothing, becomes
// the last of the witnesses.
//
// One request is under way at a time, so memory is that of one bisection.
class LightNode final : public Machine {
 public:
  static constexpr TimerId kLightTimer{0};

  // `signer` and `verifier` outlive this. Requires a primary and a witness.
  LightNode(LightNodeConfig config, Signer& signer, Verifier& verifier);

  void step(Now now, const Input& input, Effects& out) noexcept override;

  // The newest trusted header; null until the configured one was fetched.
  const LightBlock* head() const { return trusted_ ? &*trusted_ : nullptr; }

  bool is_halted() const { return stage_ == Stage::halted; }

  // At most one against the primary and one against the witness.
  const std::vector<FoundAttack>& attacks() const { return attacks_; }

  EndpointId primary() const { return config_.peers.front(); }

 private:
  enum class Stage : std::uint8_t { waiting, root, head, bisecting, witnessing, halted };

  void ask(Now now, EndpointId peer, Height height, Effects& out);
  void on_block(Now now, const Frame& frame, Effects& out);
  void on_root(Now now, LightBlock block, Effects& out);
  void on_head(Now now, LightBlock block, Effects& out);
  void on_bisected(Now now, LightBlock block, Effects& out);
  void on_witness(Now now, LightBlock block, Effects& out);
  void on_timeout(Now now, Effects& out);
  void on_silence(Now now, Effects& out);
  void look_again(Now now, Effects& out);
  void demote_primary(Now now, Effects& out);
  void next_witness(Now now, Effects& out);
  void halt(const WitnessCheck& check, Effects& out);

  LightNodeConfig config_;
  Signer& signer_;
  Verifier& verifier_;
  Stage stage_ = Stage::waiting;
  std::uint64_t last_sequence_ = 0;
  EndpointId asked_;
  Height asked_height_ = 0;
  bool is_repeated_ = false;
  std::optional<LightBlock> trusted_;
  std::optional<Bisection> proof_;
  std::size_t witness_ = 0;  // in peers: who is asked
  std::size_t agreeing_ = 0;
  std::optional<WitnessCheck> check_;
  std::vector<FoundAttack> attacks_;
};

}  // namespace callo
