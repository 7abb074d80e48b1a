#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "protocol/consensus/application.hpp"
#include "protocol/consensus/tendermint/tendermint.hpp"
#include "tests/support/fake_crypto.hpp"

namespace callo::test {

inline constexpr std::string_view kTestChain = "test";
inline constexpr CalendarTime kTestStart{std::chrono::seconds{1'700'000'000}};

inline Bytes to_bytes(std::string_view text) {
  return {text.begin(), text.end()};
}

// Agrees about texts; refuses the text "bad".
class TextApplication final : public Application {
 public:
  explicit TextApplication(std::string name) : name_{std::move(name)} {}

  std::vector<Bytes> propose(Height height, std::size_t) override {
    return {to_bytes(name_ + "@" + std::to_string(height) + "#" + std::to_string(++proposed_))};
  }

  bool may_follow(const Block& block, Work&) override {
    return std::find(block.transactions.begin(), block.transactions.end(), to_bytes("bad")) ==
           block.transactions.end();
  }

  Applied apply(const Block& block, Work&) override {
    state_ = Sha256{}.update(state_.bytes).update(encode(block)).finish();
    const auto due = updates_.find(block.header.height);
    return {state_, due == updates_.end() ? std::vector<ValidatorUpdate>{} : due->second};
  }

  // What the block of this height will decide.
  void decide(Height height, std::vector<ValidatorUpdate> updates) {
    updates_[height] = std::move(updates);
  }

  Hash state_hash() const override { return state_; }

 private:
  std::string name_;
  int proposed_ = 0;
  Hash state_;
  std::map<Height, std::vector<ValidatorUpdate>> updates_;
};

// Sends to the endpoints that are numbered like the other validators.
class ToOthers final : public Broadcast {
 public:
  ToOthers(std::size_t count, std::uint32_t self) {
    for (std::uint32_t node = 0; node < count; ++node) {
      if (node != self) {
        others_.push_back(EndpointId{node});
      }
    }
  }

  void to_all(const Frame& frame, MessageClass message_class, Effects& out) override {
    out.send(others_, frame, message_class);
  }

 private:
  std::vector<EndpointId> others_;
};

// `powers[i]` is the power of node i; round 0 of height 1.
inline ValidatorSet test_validators(const std::vector<std::int64_t>& powers) {
  std::vector<Validator> validators;
  for (std::uint32_t node = 0; node < powers.size(); ++node) {
    validators.push_back({NodeId{node}, fake_key(node), powers[node], 0});
  }
  return ValidatorSet{std::move(validators)}.advanced(1);
}

inline TendermintConfig test_config(std::uint32_t self) {
  TendermintConfig config;
  config.chain_id = kTestChain;
  config.self = NodeId{self};
  return config;
}

inline Frame sign(const Vote& vote) {
  FakeSigner signer{vote.validator.value};
  return seal(vote_header(kTestChain, vote.type, vote.validator), encode_data(vote), signer);
}

inline Frame sign(const Proposal& proposal) {
  FakeSigner signer{proposal.proposer.value};
  return seal(proposal_header(kTestChain, proposal.proposer), encode_data(proposal), signer);
}

inline Frame sign(const BlockPart& part, std::uint32_t sender) {
  FakeSigner signer{sender};
  return seal(block_part_header(kTestChain, NodeId{sender}), encode_data(part), signer);
}

// One replica with all it needs.
struct TestReplica {
  TestReplica(const TendermintConfig& config, const ValidatorSet& validators,
              DecodedBlocks* memo = nullptr)
      : signer{config.self.value},
        application{"n" + std::to_string(config.self.value)},
        broadcast{validators.size(), config.self.value},
        engine{config, validators, {application, broadcast, signer, verifier, memo}} {}

  Verdict receive(Now now, const Frame& frame, Effects& out) {
    return engine.receive(now, frame, *open_envelope(frame.bytes()), out);
  }

  FakeSigner signer;
  FakeVerifier verifier;
  TextApplication application;
  ToOthers broadcast;
  Tendermint engine;
};

}  // namespace callo::test
