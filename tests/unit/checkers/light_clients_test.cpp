#include "sim/checkers/light_clients_safe.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

using namespace std::chrono_literals;

constexpr NodeId kClient{4};

// Nodes 2 and 3 lie: more than a third of the four. One block is committed by node 0.
struct Fixture : CheckerFixture {
  Fixture() {
    context.endpoints[2].is_honest = false;
    context.liveness = LivenessPlan{5s, 10s, 60s, {}, false};
    block = make(nullptr);
  }

  // The light block of a header, signed by these.
  LightBlock light(const Made& made, const std::vector<std::uint32_t>& voters,
                   Round round = 0) const {
    std::vector<Validator> validators;
    for (const CheckedValidator& validator : context.validators) {
      validators.push_back({validator.node, validator.key, validator.power, 0});
    }
    return {made.block.header, commit_for(made.block.header.height, round, made.id, voters),
            ValidatorSet{std::move(validators)}};
  }

  Made forged() const {
    Block other = block_on(nullptr);
    other.header.time += 1ms;
    return seal_block(other);
  }

  static FoundAttack attack(LightAttackKind kind, LightBlock conflicting,
                            std::vector<NodeId> culprits, std::vector<NodeId> suspects) {
    const Height height = conflicting.header.height;
    return {{kind, 1, height, std::move(culprits), std::move(suspects)},
            {1, std::move(conflicting)}};
  }

  // What the claim says when the client halts for these, after node 0 committed the block.
  std::vector<Violation> halted(const std::vector<FoundAttack>& attacks,
                                const std::vector<Made>& committed) {
    CheckerSet set = checkers("light_clients_safe");
    for (const Made& made : committed) {
      set.on_commit(moment(0), effect(made));
    }
    set.on_light_attacks(at(9s), attacks);
    proven = dynamic_cast<const LightClientsSafe&>(*set.checkers()[0]).proven().size();
    return set.violations();
  }

  static Moment at(Duration time) { return {1, time, {4}, 1, kClient}; }

  Made block;
  std::size_t proven = 0;
};

}  // namespace

TEST_CASE("light_clients_safe: silent while only headers of the chain are trusted", "[unit]") {
  Fixture f;
  CheckerSet set = f.checkers("light_clients_safe");
  set.on_light_start(f.at(1s));
  set.on_light_head(f.at(2s), f.light(f.block, {0, 1, 2}));  // a moment before anybody commits it
  set.on_commit(f.moment(0, 3), f.effect(f.block));
  set.on_end(60s);
  CHECK(set.violations().empty());
}

TEST_CASE("light_clients_safe: a trusted header that nobody honest committed is found", "[unit]") {
  Fixture f;
  for (const bool is_early : {false, true}) {
    CheckerSet set = f.checkers("light_clients_safe");
    const LightBlock lie = f.light(f.forged(), {2, 3});
    if (is_early) {
      set.on_light_head(f.at(2s), lie);
    }
    set.on_commit(f.moment(0, 3), f.effect(f.block));
    if (!is_early) {
      set.on_light_head(f.at(4s), lie);
    }
    set.on_end(60s);
    REQUIRE(set.violations().size() == 1);
    CHECK(set.violations()[0].node == kClient);
  }
  // Beyond the head of the chain, and for good.
  CheckerSet set = f.checkers("light_clients_safe");
  set.on_light_head(f.at(2s), f.light(f.forged(), {2, 3}));
  set.on_end(60s);
  CHECK(set.violations().size() == 1);
}

TEST_CASE("light_clients_safe: far beyond what honest nodes committed there is nothing to trust",
          "[unit]") {
  Fixture f;
  for (const Height height : {4U, 5U}) {
    CheckerSet set = f.checkers("light_clients_safe");
    set.on_commit(f.moment(0, 3), f.effect(f.block));
    Block lie = f.block_on(&f.block);
    lie.header.height = height;
    set.on_light_head(f.at(4s), f.light(f.seal_block(lie), {2, 3}));
    CHECK(set.violations().size() == (height == 4 ? 0 : 1));
  }
}

TEST_CASE("light_clients_safe: a proof names more than a third, traitors all", "[unit]") {
  Fixture f;
  const auto lunatic = [&](const std::vector<std::uint32_t>& signed_by,
                           std::vector<NodeId> suspects) {
    return f.attack(LightAttackKind::lunatic, f.light(f.forged(), signed_by), {},
                    std::move(suspects));
  };
  CHECK(f.halted({lunatic({2, 3}, {{2}, {3}})}, {f.block}).empty());
  CHECK(f.proven == 2);
  // What is held against the honest side proves nothing, and is no fault beside a proof.
  const FoundAttack against_honest =
      f.attack(LightAttackKind::lunatic, f.light(f.block, {0, 1, 2}), {}, {{0}, {1}, {2}});
  CHECK(f.halted({lunatic({2, 3}, {{2}, {3}}), against_honest}, {f.block}).empty());
  CHECK(f.halted({against_honest}, {f.block}).size() == 1);
  CHECK(f.halted({lunatic({3}, {{3}})}, {f.block}).size() == 1);               // a quarter
  CHECK(f.halted({lunatic({2, 3}, {{1}, {2}, {3}})}, {f.block}).size() == 1);  // names node 1
  CHECK(f.halted({lunatic({1, 2, 3}, {{2}, {3}})}, {f.block}).size() == 1);    // node 1 signed
  FoundAttack broken = lunatic({2, 3}, {{2}, {3}});
  broken.evidence.conflicting.commit.signatures[2].signature.bytes[0] ^= 1;
  CHECK(f.halted({broken}, {f.block}).size() == 1);
}

TEST_CASE("light_clients_safe: when the chain split, whoever signed both sides of a round",
          "[unit]") {
  Fixture f;
  const auto other = f.forged();
  const auto fork = [&](Round second, std::vector<NodeId> culprits) {
    return std::vector{
        f.attack(LightAttackKind::equivocation, f.light(f.block, {0, 2, 3}), culprits, {}),
        f.attack(LightAttackKind::equivocation, f.light(other, {1, 2, 3}, second), culprits, {})};
  };
  CHECK(f.halted(fork(0, {{2}, {3}}), {f.block, other}).empty());
  CHECK(f.proven == 2);
  CHECK(f.halted(fork(0, {{0}, {2}, {3}}), {f.block, other}).size() == 1);
  // In different rounds nobody is guilty by that alone.
  CHECK(f.halted(fork(1, {}), {f.block, other}).empty());
  CHECK(f.proven == 0);
}

TEST_CASE("light_clients_follow: at least one header a bound, and no halt", "[unit]") {
  Fixture f;
  const LightBlock head = f.light(f.block, {0, 1, 2});
  const auto judge = [&](std::initializer_list<Duration> heads, Duration end) {
    CheckerSet set = f.checkers("light_clients_follow");
    set.on_light_start(f.at(1s));
    for (const Duration time : heads) {
      set.on_light_head(f.at(time), head);
    }
    set.on_end(end);
    return set.violations().size();
  };
  CHECK(judge({2s, 14s, 24s}, 30s) == 0);  // until 5 s there are faults
  CHECK(judge({2s, 16s}, 20s) == 1);
  CHECK(judge({2s, 12s}, 30s) == 1);
  CHECK(judge({}, 16s) == 1);
  CheckerSet set = f.checkers("light_clients_follow");
  set.on_light_start(f.at(1s));
  set.on_light_attacks(f.at(2s), {});
  CHECK(set.violations().size() == 1);
}

}  // namespace callo::sim::test
