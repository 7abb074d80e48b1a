#include <array>

#include "tests/support/catch.hpp"
#include "tests/support/consensus_world.hpp"

namespace callo::test {

namespace {

constexpr std::chrono::minutes kLongEnough{60};

WorldOptions random_options(std::uint64_t seed) {
  SmallRandom random{seed};
  WorldOptions options;
  options.seed = seed;
  options.powers.assign(random.below(2) == 0 ? 4 : 7, 1);
  if (random.below(3) == 0) {
    for (std::int64_t& power : options.powers) {
      power = static_cast<std::int64_t>(1 + random.below(9));
    }
  }
  options.loss_permille = random.below(500);
  options.delay_max = std::chrono::milliseconds{10 + random.below(2'000)};
  constexpr std::array<int, 3> kTimeouts{1'000, 200, 40};
  options.timeout = std::chrono::milliseconds{kTimeouts[random.below(3)]};
  options.shares_memo = random.below(2) == 0;
  return options;
}

// Traitors up to, and not reaching, a third of the power.
void add_equivocators(WorldOptions& options) {
  std::int64_t total = 0;
  for (const std::int64_t power : options.powers) {
    total += power;
  }
  std::int64_t lying = 0;
  for (std::uint32_t node = 0; node < options.powers.size(); ++node) {
    if (3 * (lying + options.powers[node]) < total) {
      lying += options.powers[node];
      options.equivocators.insert(node);
    }
  }
}

}  // namespace

TEST_CASE("tendermint: replicas agree when messages are lost and reordered", "[property]") {
  for (std::uint64_t seed = 1; seed <= 80; ++seed) {
    INFO("seed " << seed);
    World world{random_options(seed)};
    world.start();
    CHECK(world.run_until(5, kLongEnough));
    CHECK(world.violations() == std::vector<std::string>{});
    CHECK(world.culprits().empty());
  }
}

TEST_CASE("tendermint: replicas agree and name only traitors when a third equivocates",
          "[property]") {
  std::size_t named = 0;
  for (std::uint64_t seed = 1; seed <= 80; ++seed) {
    INFO("seed " << seed);
    WorldOptions options = random_options(seed);
    add_equivocators(options);
    World world{options};
    world.start();
    CHECK(world.run_until(5, kLongEnough));
    CHECK(world.violations() == std::vector<std::string>{});
    for (const NodeId culprit : world.culprits()) {
      CHECK(options.equivocators.contains(culprit.value));
      ++named;
    }
  }
  CHECK(named > 0);
}

// The property that records exist for: whatever a crash leaves on disk, nothing is signed twice and
// no lock is forgotten, in the company of a traitor as well.
TEST_CASE("tendermint: nothing is signed twice when a replica crashes after any record",
          "[property]") {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    WorldOptions options;
    options.seed = seed;
    options.loss_permille = 50 * seed;
    options.timeout = std::chrono::milliseconds{20};
    if (seed % 2 == 0) {
      options.equivocators = {static_cast<std::uint32_t>(seed / 2 % 4)};
    }
    World calm{options};
    calm.start();
    REQUIRE(calm.run_until(3, kLongEnough));
    for (std::uint32_t node = 0; node < 4; ++node) {
      for (std::size_t records = 1; records <= calm.records_of(node); ++records) {
        INFO("seed " << seed << ", node " << node << " after record " << records);
        World world{options, World::CrashAt{node, records}};
        world.start();
        CHECK(world.run_until(3, kLongEnough));
        CHECK(world.crashes() == 1);
        CHECK(world.violations() == std::vector<std::string>{});
        for (const NodeId culprit : world.culprits()) {
          CHECK(options.equivocators.contains(culprit.value));
        }
      }
    }
  }
}

TEST_CASE("tendermint: a run is the same when decoded blocks are shared or not", "[property]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    WorldOptions options = random_options(seed);
    options.shares_memo = true;
    World with{options};
    options.shares_memo = false;
    World without{options};
    with.start();
    without.start();
    CHECK(with.run_until(5, kLongEnough));
    CHECK(without.run_until(5, kLongEnough));
    CHECK(with.chain() == without.chain());
  }
}

}  // namespace callo::test
