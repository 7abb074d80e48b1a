#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "protocol/chain/block.hpp"
#include "protocol/chain/part_set.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/crypto/ed25519.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/crypto/sha256.hpp"
#include "sim/traitors/registry.hpp"
#include "sim/traitors/traitor_machine.hpp"

namespace callo::sim::test {

inline constexpr const char* kChain = "sphyx";
inline const NodeId kTraitor{4};
inline constexpr std::uint32_t kValidators = 7;

class CountingRandom final : public Random {
 public:
  explicit CountingRandom(std::uint64_t seed = 1) : state_{seed} {}

  // SplitMix64.
  std::uint64_t next() override {
    ++draws;
    std::uint64_t value = (state_ += 0x9e3779b97f4a7c15u);
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9u;
    value = (value ^ (value >> 27)) * 0x94d049bb133111ebu;
    return value ^ (value >> 31);
  }

  int draws = 0;

 private:
  std::uint64_t state_;
};

// An honest node whose step is given by the test.
class ScriptedMachine final : public Machine {
 public:
  using Script = std::function<void(const Input&, Effects&)>;

  explicit ScriptedMachine(Script script) : script_{std::move(script)} {}

  void step(Now, const Input& input, Effects& out) noexcept override { script_(input, out); }

 private:
  Script script_;
};

inline Ed25519Signer signer_of(NodeId node) {
  KeySeed seed;
  seed.bytes.fill(static_cast<std::uint8_t>(node.value + 1));
  return Ed25519Signer{seed};
}

inline std::vector<EndpointId> endpoints(std::initializer_list<std::uint32_t> values) {
  std::vector<EndpointId> result;
  for (const std::uint32_t value : values) {
    result.push_back({value});
  }
  return result;
}

inline BlockId block_id(std::uint8_t tag) {
  BlockId id;
  id.hash.bytes.fill(tag);
  id.parts.total = 1;
  id.parts.root.bytes.fill(tag);
  return id;
}

inline Frame vote_frame(NodeId node, VoteType type, Height height, Round round, const BlockId& id) {
  Ed25519Signer signer = signer_of(node);
  const Vote vote{type, height, round, id, CalendarTime{std::chrono::seconds{5}}, node};
  return seal(vote_header(kChain, type, node), encode_data(vote), signer);
}

struct OwnProposal {
  Block block;
  BlockId id;
  Frame proposal;
  std::vector<Frame> parts;
};

// A block of `transactions` transactions of `bytes` bytes each, proposed by the traitor.
inline OwnProposal own_proposal(Height height, std::size_t transactions, std::size_t bytes) {
  OwnProposal own;
  own.block.header.chain_id = kChain;
  own.block.header.height = height;
  own.block.header.time = CalendarTime{std::chrono::seconds{7}};
  own.block.header.proposer = kTraitor;
  std::vector<Hash> leaves;
  for (std::size_t index = 0; index < transactions; ++index) {
    own.block.transactions.emplace_back(bytes, static_cast<std::uint8_t>(index));
    leaves.push_back(merkle_leaf(own.block.transactions.back()));
  }
  own.block.header.transactions_root = merkle_root(leaves);
  own.block.header.evidence_root = merkle_root({});
  const Bytes encoded = encode(own.block);
  const CutBlock cut{encoded};
  own.id = {block_hash(own.block.header), cut.header()};
  Ed25519Signer signer = signer_of(kTraitor);
  const Proposal proposal{height, 0, kNoRound, own.id, own.block.header.time, kTraitor};
  own.proposal = seal(proposal_header(kChain, kTraitor), encode_data(proposal), signer);
  for (std::uint32_t index = 0; index < cut.header().total; ++index) {
    own.parts.push_back(
        seal(block_part_header(kChain, kTraitor), encode_data(cut.part(index, height, 0)), signer));
  }
  return own;
}

// One traitor of seven nodes; 0..3 are its victims, 4..6 the coalition, 0 and 1 on side a.
class TraitorFixture {
 public:
  TraitorFixture() : coalition{side_b_} {}

  TraitorContext context() {
    return {kChain, kTraitor,    signer, random, coalition, trigger, receivers, forwards,
            delay,  kValidators, {},     {},     payers,    &bank,   spared};
  }

  std::unique_ptr<Behaviour> behaviour(std::string_view name) {
    return find_behaviour(name)->make(context());
  }

  // Runs one step in which the honest code sends `frames` to everybody; returns what left, by
  // receiver.
  using Mail = std::map<EndpointId, std::vector<Frame>>;

  Mail step(Behaviour& behaviour, const std::vector<Frame>& frames,
            const Input& input = TimerFired{}) {
    TraitorMachine machine{std::make_unique<ScriptedMachine>([&](const Input&, Effects& out) {
                             out.records = records;
                             for (const Frame& frame : frames) {
                               out.send(others, frame, MessageClass::vote);
                             }
                           }),
                           behaviour};
    effects.clear();
    machine.step(now, input, effects);
    Mail mail;
    for (const Send& send : effects.sends) {
      for (const EndpointId target : effects.targets_of(send)) {
        mail[target].push_back(send.frame);
      }
    }
    return mail;
  }

 private:
  std::vector<EndpointId> side_b_ = endpoints({2, 3});

 public:
  Ed25519Signer signer = signer_of(kTraitor);
  Ed25519Signer bank = signer_of({100});
  Ed25519Verifier verifier;
  CountingRandom random;
  Coalition coalition;
  Trigger trigger;
  std::vector<EndpointId> receivers;
  std::vector<NodeId> payers;
  std::vector<EndpointId> spared;
  bool forwards = true;
  Duration delay = std::chrono::milliseconds{800};
  Now now{};
  std::vector<Record> records;  // that the honest code makes durable in every step
  Effects effects;
  std::vector<EndpointId> others = endpoints({0, 1, 2, 3, 5, 6});
};

}  // namespace callo::sim::test
