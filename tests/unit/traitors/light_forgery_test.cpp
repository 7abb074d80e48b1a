#include "sim/traitors/light_forgery.hpp"

#include "protocol/chain/light_attack.hpp"
#include "protocol/chain/light_codec.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

namespace {

using namespace std::chrono_literals;

constexpr CalendarTime kStart{std::chrono::seconds{1'000'000}};

ValidatorSet seven() {
  std::vector<Validator> validators;
  for (std::uint32_t node = 0; node < kValidators; ++node) {
    validators.push_back({NodeId{node}, signer_of({node}).public_key(), 1, 0});
  }
  return ValidatorSet{std::move(validators)};
}

// The chain's header of this height, signed by all.
LightBlock real_block(Height height) {
  LightBlock block{{}, {}, seven()};
  block.header.chain_id = kChain;
  block.header.height = height;
  block.header.time = kStart + std::chrono::seconds{height};
  block.header.validators_hash = block.validators.hash();
  block.header.next_validators_hash = block.validators.hash();
  block.commit = {height, 0, {block_hash(block.header), {1, Hash{{7}}}}, {}};
  for (const Validator& validator : block.validators.validators()) {
    const Frame frame =
        vote_frame(validator.node, VoteType::precommit, height, 0, block.commit.block_id);
    block.commit.signatures.push_back(
        {CommitFlag::for_block, CalendarTime{5s}, open_envelope(frame.bytes())->signature});
  }
  return block;
}

// What a light client sees that trusts height 1 and asks a traitor with these friends for the head.
struct Seen {
  explicit Seen(std::string_view kind, std::initializer_list<std::uint32_t> members) {
    for (const std::uint32_t member : members) {
      signers.push_back(std::make_unique<Ed25519Signer>(signer_of({member})));
      fixture.coalition.join({member}, *signers.back());
    }
    const auto behaviour = fixture.behaviour(kind);
    const Frame honest = seal({kChain, MessageKind::light_block, kTraitor, 9},
                              encode_data(real_block(12)), fixture.signer);
    const auto mail = fixture.step(*behaviour, {honest});
    shown = decode_light_block(open_envelope(mail.at({0})[0].bytes())->data);
    fired = behaviour->fired();
  }

  LightVerdict verdict() {
    Work work;
    return verify_light(real_block(1), *shown, {kChain, 24h, 10s}, kStart + 1h, fixture.verifier,
                        work);
  }

  TraitorFixture fixture;
  std::vector<std::unique_ptr<Ed25519Signer>> signers;
  std::optional<LightBlock> shown;
  std::uint64_t fired = 0;
};

}  // namespace

TEST_CASE("light forgery: three of seven convince by the 1/3 rule, two do not", "[unit]") {
  for (const char* kind :
       {"light_lunatic", "light_forward_lunatic", "light_phantoms", "light_past"}) {
    INFO(kind);
    Seen three{kind, {1, 3, 4}};
    REQUIRE(three.shown.has_value());
    CHECK(three.fired == 1);
    CHECK(three.shown->hash() != real_block(12).hash());
    CHECK(three.verdict() == LightVerdict::accepted);
    Seen two{kind, {1, 4}};
    CHECK(two.verdict() == LightVerdict::too_few_trusted);
  }
}

TEST_CASE("light forgery: another block of the chain's own validators takes +2/3", "[unit]") {
  for (const char* kind : {"light_equivocation", "light_amnesia"}) {
    INFO(kind);
    Seen five{kind, {1, 2, 3, 4, 5}};
    CHECK(five.verdict() == LightVerdict::accepted);
    Seen three{kind, {1, 3, 4}};
    CHECK(three.verdict() == LightVerdict::bad_commit);
  }
}

TEST_CASE("light forgery: each kind is what its name says to whoever has the chain", "[unit]") {
  const std::vector<NodeId> three{{1}, {3}, {4}};
  const auto judged = [](const Seen& seen, Height head) {
    return classify_attack(real_block(1), real_block(head), *seen.shown);
  };
  const auto lunatic = judged(Seen{"light_lunatic", {1, 3, 4}}, 12);
  REQUIRE(lunatic.has_value());
  CHECK(lunatic->kind == LightAttackKind::lunatic);
  CHECK(lunatic->suspects == three);
  const auto phantoms = judged(Seen{"light_phantoms", {1, 3, 4}}, 12);
  REQUIRE(phantoms.has_value());
  CHECK(phantoms->kind == LightAttackKind::lunatic);
  CHECK(phantoms->suspects == three);  // and nobody who never was
  const Seen ahead{"light_forward_lunatic", {1, 3, 4}};
  CHECK(ahead.shown->height() == 32);
  CHECK_FALSE(judged(ahead, 12).has_value());  // it may just not be known yet
  const auto forward = judged(ahead, 13);
  REQUIRE(forward.has_value());
  CHECK(forward->kind == LightAttackKind::forward_lunatic);
  const auto equivocation = judged(Seen{"light_equivocation", {1, 2, 3, 4, 5}}, 12);
  REQUIRE(equivocation.has_value());
  CHECK(equivocation->kind == LightAttackKind::equivocation);
  CHECK(equivocation->culprits == std::vector<NodeId>{{1}, {2}, {3}, {4}, {5}});
  const auto amnesia = judged(Seen{"light_amnesia", {1, 2, 3, 4, 5}}, 12);
  REQUIRE(amnesia.has_value());
  CHECK(amnesia->kind == LightAttackKind::amnesia);
}

}  // namespace callo::sim::test
