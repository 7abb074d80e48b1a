#include "protocol/chain/light_attack.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/light_chain.hpp"

namespace callo {

using namespace std::chrono_literals;
using test::LightChain;

namespace {

const LightOptions kOptions{std::string{test::kTestChain}, 24h, 10s};
constexpr CalendarTime kNow = test::kTestStart + 1h;

std::vector<NodeId> nodes(std::initializer_list<std::uint32_t> numbers) {
  std::vector<NodeId> result;
  for (const std::uint32_t number : numbers) {
    result.push_back(NodeId{number});
  }
  return result;
}

// The block of a chain, changed and signed by these nodes.
template <typename Change>
LightBlock variant(const LightChain& chain, Height height, std::vector<std::uint32_t> signers,
                   Change change) {
  LightBlock block = chain.at(height);
  change(block);
  test::sign_light(block, signers);
  return block;
}

void other_transactions(LightBlock& block) {
  block.header.transactions_root = Hash{{1, 2, 3}};
}

void other_state(LightBlock& block) {
  block.header.state_hash = Hash{{1, 2, 3}};
}

// What the witness of an honest chain makes of a primary.
WitnessCheck examine(const LightChain& witness, std::vector<LightBlock> primary) {
  test::FakeVerifier verifier;
  Work work;
  WitnessCheck check{std::move(primary)};
  while (check.state() == WitnessCheck::State::needs_block) {
    const Height height = std::min(check.needed(), witness.head());
    check.on_block(witness.at(height), kOptions, kNow, verifier, work);
  }
  return check;
}

}  // namespace

TEST_CASE("light attack: a witness of the same chain agrees", "[unit][chain]") {
  const LightChain chain{4, 20};
  CHECK(examine(chain, {chain.at(1), chain.at(20)}).state() == WitnessCheck::State::agrees);
}

TEST_CASE("light attack: two blocks of one round name everybody who signed both", "[unit][chain]") {
  const LightChain chain{4, 20};
  const LightBlock forged = variant(chain, 20, {0, 1, 3}, other_transactions);
  const WitnessCheck check = examine(chain, {chain.at(1), forged});
  REQUIRE(check.state() == WitnessCheck::State::attack);
  CHECK(check.attack_by_primary() ==
        LightAttack{LightAttackKind::equivocation, 1, 20, nodes({0, 1, 3}), {}});
  CHECK(check.against_primary().conflicting.hash() == forged.hash());
  // Seen from the primary's side the witness did the same.
  REQUIRE(check.attack_by_witness().has_value());
  CHECK(check.attack_by_witness()->kind == LightAttackKind::equivocation);
  CHECK(check.against_witness()->conflicting.hash() == chain.at(20).hash());
}

TEST_CASE("light attack: two possible blocks of different rounds name nobody", "[unit][chain]") {
  const LightChain chain{4, 20};
  const LightBlock forged = variant(chain, 20, {0, 1, 2}, [](LightBlock& block) {
    other_transactions(block);
    block.commit.round = 2;
  });
  const WitnessCheck check = examine(chain, {chain.at(1), forged});
  REQUIRE(check.state() == WitnessCheck::State::attack);
  CHECK(check.attack_by_primary() ==
        LightAttack{LightAttackKind::amnesia, 1, 20, {}, nodes({0, 1, 2})});
}

TEST_CASE(
    "light attack: a state that does not follow is lunatic; right behind the common header "
    "its signers are proven",
    "[unit][chain]") {
  const LightChain chain{4, 20};
  const LightBlock far = variant(chain, 20, {0, 1, 2}, other_state);
  CHECK(classify_attack(chain.at(1), chain.at(20), far) ==
        LightAttack{LightAttackKind::lunatic, 1, 20, {}, nodes({0, 1, 2})});
  const LightBlock near = variant(chain, 20, {1, 2, 3}, other_state);
  CHECK(classify_attack(chain.at(19), chain.at(20), near) ==
        LightAttack{LightAttackKind::lunatic, 19, 20, nodes({1, 2, 3}), {}});
  // Strangers among the signers of a far header are nobody's business.
  const LightBlock strangers = variant(chain, 20, {0, 1, 4, 5}, [](LightBlock& block) {
    block.validators = test::light_validators(0, 6);
    block.header.validators_hash = block.validators.hash();
  });
  CHECK(classify_attack(chain.at(1), chain.at(20), strangers) ==
        LightAttack{LightAttackKind::lunatic, 1, 20, {}, nodes({0, 1})});
}

TEST_CASE("light attack: a header that leaves its parent is lunatic", "[unit][chain]") {
  const LightChain chain{4, 20};
  const LightBlock forged = variant(
      chain, 20, {0, 1, 2}, [](LightBlock& block) { block.header.last_block_hash = Hash{{9}}; });
  CHECK(classify_attack(chain.at(19), chain.at(20), forged)->kind == LightAttackKind::lunatic);
}

TEST_CASE("light attack: beyond the head, with a time that has passed", "[unit][chain]") {
  const LightChain chain{4, 20};
  const auto beyond = [&](CalendarTime time) {
    return variant(chain, 20, {0, 1, 2}, [time](LightBlock& block) {
      block.header.height = 50;
      block.header.time = time;
    });
  };
  const LightBlock lunatic = beyond(chain.at(20).header.time - 1ns);
  const WitnessCheck check = examine(chain, {chain.at(1), lunatic});
  REQUIRE(check.state() == WitnessCheck::State::attack);
  CHECK(check.attack_by_primary() ==
        LightAttack{LightAttackKind::forward_lunatic, 1, 50, {}, nodes({0, 1, 2})});
  CHECK_FALSE(check.attack_by_witness().has_value());
  // A later time may be that of a block which the witness has not heard of yet.
  CHECK(examine(chain, {chain.at(1), beyond(chain.at(20).header.time + 1ns)}).state() ==
        WitnessCheck::State::witness_failed);
}

TEST_CASE("light attack: the common header is the last one on which both agree", "[unit][chain]") {
  const LightChain chain{4, 30};
  const LightBlock forged = variant(chain, 30, {0, 1, 2}, other_transactions);
  const WitnessCheck check = examine(chain, {chain.at(1), chain.at(10), chain.at(20), forged});
  REQUIRE(check.state() == WitnessCheck::State::attack);
  CHECK(check.against_primary().common_height == 20);
}

TEST_CASE("light attack: a witness that cannot prove what it says accuses nobody",
          "[unit][chain]") {
  const LightChain chain{4, 20};
  test::FakeVerifier verifier;
  Work work;
  WitnessCheck check{{chain.at(1), chain.at(20)}};
  const LightBlock unproven = variant(chain, 20, {0, 1}, other_transactions);
  check.on_block(unproven, kOptions, kNow, verifier, work);
  CHECK(check.needed() == 1);
  check.on_block(chain.at(1), kOptions, kNow, verifier, work);
  CHECK(check.needed() == 20);
  CHECK(check.on_block(unproven, kOptions, kNow, verifier, work) ==
        WitnessCheck::State::witness_failed);
  // Nor does one that does not know the trusted header.
  const LightChain other{4, 20, 3};
  CHECK(examine(other, {chain.at(5), chain.at(20)}).state() == WitnessCheck::State::witness_failed);
}

}  // namespace callo
