#pragma once

#include <algorithm>
#include <vector>

#include "protocol/chain/light_client.hpp"
#include "protocol/chain/vote.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo::test {

// Nodes first, first + 1, … with one vote each.
inline ValidatorSet light_validators(std::uint32_t first, std::uint32_t count) {
  std::vector<Validator> validators;
  for (std::uint32_t node = first; node < first + count; ++node) {
    validators.push_back({NodeId{node}, fake_key(node), 1, 0});
  }
  return ValidatorSet{std::move(validators)};
}

// The given nodes sign, each with the key that its place in the set has. With `forges`, all others
// are given signatures that nobody made.
inline void sign_light(LightBlock& block, const std::vector<std::uint32_t>& signers,
                       bool forges = false) {
  block.commit.height = block.header.height;
  block.commit.block_id = {block_hash(block.header), {1, Hash{{7}}}};
  block.commit.signatures.assign(block.validators.size(), {});
  for (std::size_t index = 0; index < block.validators.size(); ++index) {
    const Validator& validator = block.validators.at(index);
    CommitSignature& entry = block.commit.signatures[index];
    const bool signs =
        std::find(signers.begin(), signers.end(), validator.node.value) != signers.end();
    if (!signs && !forges) {
      continue;
    }
    const Vote vote{VoteType::precommit,   block.commit.height, block.commit.round,
                    block.commit.block_id, block.header.time,   validator.node};
    entry = {CommitFlag::for_block, block.header.time, {}};
    if (signs) {
      entry.signature = fake_signature(validator.key, vote_sign_bytes(kTestChain, vote));
    }
  }
}

// A chain of headers, each signed by all its validators. With `replace_every` the validator of the
// lowest number leaves and a new one joins at every such height.
class LightChain {
 public:
  LightChain(std::uint32_t nodes, Height heights, Height replace_every = 0) {
    const auto set_of = [=](Height height) {
      const auto changes = replace_every == 0 ? 0 : (height - 1) / replace_every;
      return light_validators(static_cast<std::uint32_t>(changes), nodes);
    };
    for (Height height = 1; height <= heights; ++height) {
      LightBlock block{{}, {}, set_of(height)};
      block.header.chain_id = kTestChain;
      block.header.height = height;
      block.header.time = kTestStart + std::chrono::seconds{height};
      block.header.state_hash = Hash{{static_cast<std::uint8_t>(height), 9}};
      block.header.validators_hash = block.validators.hash();
      block.header.next_validators_hash = set_of(height + 1).hash();
      if (!blocks_.empty()) {
        block.header.last_block_hash = blocks_.back().hash();
      }
      std::vector<std::uint32_t> everybody;
      for (const Validator& validator : block.validators.validators()) {
        everybody.push_back(validator.node.value);
      }
      sign_light(block, everybody);
      blocks_.push_back(std::move(block));
    }
  }

  const LightBlock& at(Height height) const { return blocks_[height - 1]; }

  Height head() const { return blocks_.size(); }

 private:
  std::vector<LightBlock> blocks_;
};

}  // namespace callo::test
