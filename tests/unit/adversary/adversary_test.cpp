#include "sim/adversary/adversary.hpp"

#include <set>

#include "protocol/chain/vote.hpp"
#include "sim/adversary/registry.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr std::uint32_t kNodes = 7;

// An adversary and the clock of its world.
class AdversaryFixture {
 public:
  explicit AdversaryFixture(std::string strategy) {
    settings.strategy = std::move(strategy);
    settings.seed = 1;
    settings.synchrony = {seconds{10}, seconds{2}};
    settings.powers.assign(kNodes, 1);
    settings.corrupted.assign(kNodes, false);
    for (std::uint32_t node = 0; node < kNodes; ++node) {
      settings.endpoint_nodes.push_back(node);
    }
  }

  Adversary& adversary() {
    if (adversary_ == nullptr) {
      adversary_ = std::make_unique<Adversary>(
          settings,
          AdversaryPorts{[this](SimTime time, std::function<void()> action) {
                           later.emplace(time, std::move(action));
                         },
                         [this] { return now; }, [this](NodeId node) { corrupted.insert(node); }});
    }
    return *adversary_;
  }

  Fate show(std::uint32_t from, std::uint32_t to, const Frame& frame) {
    return adversary().on_packet(
        {{from}, {to}, frame, now, milliseconds{100}, static_cast<std::uint64_t>(++shown)});
  }

  AdversarySettings settings;
  SimTime now{};
  int shown = 0;
  std::multimap<SimTime, std::function<void()>> later;
  std::set<NodeId> corrupted;

 private:
  std::unique_ptr<Adversary> adversary_;
};

Frame proposal_of(NodeId node, Height height, Round round) {
  Ed25519Signer signer = signer_of(node);
  const Proposal proposal{height, round, kNoRound, block_id(7), {}, node};
  return seal(proposal_header(kChain, node), encode_data(proposal), signer);
}

Frame prevote_of(NodeId node, Round round) {
  return vote_frame(node, VoteType::prevote, 1, round, block_id(7));
}

Frame precommit_of(NodeId node, Round round) {
  return vote_frame(node, VoteType::precommit, 1, round, block_id(7));
}

}  // namespace

TEST_CASE("adversary: no strategy delays beyond what the model allows", "[unit]") {
  for (const StrategyKind& kind : strategy_kinds()) {
    AdversaryFixture fixture{std::string{kind.name}};
    fixture.settings.corruptible_power = 2;
    for (const int second : {0, 5, 9, 10, 11, 60}) {
      fixture.now = SimTime{seconds{second}};
      const Duration bound =
          std::max(seconds{second}, seconds{10}) + seconds{2} - seconds{second} - milliseconds{100};
      for (std::uint32_t from = 0; from < kNodes; ++from) {
        for (std::uint32_t to = 0; to < kNodes; ++to) {
          for (const Frame& frame : {proposal_of({from}, 1, 0), prevote_of({from}, 0)}) {
            const Fate fate = fixture.show(from, to, frame);
            INFO(kind.name);
            CHECK((fate.kind != Fate::Kind::is_late || fate.by <= bound));
            const bool is_own =
                fixture.corrupted.contains({from}) || fixture.corrupted.contains({to});
            CHECK((fate.kind != Fate::Kind::is_lost || is_own || second < 10));
          }
        }
      }
    }
  }
}

TEST_CASE("adversary: a message whose way is longer than the bound is not sped up", "[unit]") {
  const Synchrony synchrony{Duration{}, milliseconds{50}};
  const Frame frame = prevote_of({1}, 0);
  CHECK(synchrony.most_delay({{0}, {1}, frame, SimTime{}, milliseconds{100}, 1}) == Duration{});
}

TEST_CASE("adversary: with its own view it is asked for the mail of corrupted nodes only",
          "[unit]") {
  AdversaryFixture fixture{"slowest"};
  fixture.settings.sees_all = false;
  fixture.settings.corrupted[3] = true;
  CHECK(fixture.show(0, 1, prevote_of({0}, 0)).kind == Fate::Kind::passes);
  CHECK(fixture.show(3, 1, prevote_of({3}, 0)).kind == Fate::Kind::is_late);
  CHECK(fixture.show(1, 3, prevote_of({1}, 0)).kind == Fate::Kind::is_late);
  CHECK(fixture.adversary().meddled() == 2);
}

TEST_CASE("corrupt_proposer: corrupts within its budget, once each, before anybody has the block",
          "[unit]") {
  AdversaryFixture fixture{"corrupt_proposer"};
  fixture.settings.corruptible_power = 2;
  fixture.now = SimTime{seconds{20}};
  int lost = 0;
  for (std::uint32_t to = 0; to < kNodes; ++to) {
    lost += fixture.show(4, to, proposal_of({4}, 1, 0)).kind == Fate::Kind::is_lost ? 1 : 0;
  }
  CHECK(fixture.corrupted == std::set<NodeId>{{4}});
  CHECK(lost == 3);
  fixture.show(5, 0, proposal_of({5}, 2, 0));
  fixture.show(6, 0, proposal_of({6}, 3, 0));
  CHECK(fixture.corrupted == std::set<NodeId>{{4}, {5}});
  CHECK(fixture.adversary().corruptions().size() == 2);
}

TEST_CASE("corrupt_proposer: a corruption takes effect after its delay", "[unit]") {
  AdversaryFixture fixture{"corrupt_proposer"};
  fixture.settings.corruptible_power = 1;
  fixture.settings.corruption_delay = seconds{2};
  fixture.now = SimTime{seconds{20}};
  fixture.show(4, 0, proposal_of({4}, 1, 0));
  CHECK(fixture.corrupted.empty());
  REQUIRE(fixture.later.size() == 1);
  CHECK(fixture.later.begin()->first == SimTime{seconds{22}});
  fixture.later.begin()->second();
  CHECK(fixture.corrupted == std::set<NodeId>{{4}});
}

TEST_CASE(
    "hidden_lock: in each round one node's votes are late, and the proposal to all but a quorum",
    "[unit]") {
  AdversaryFixture fixture{"hidden_lock"};
  fixture.now = SimTime{seconds{20}};
  for (Round round = 0; round < 10; ++round) {
    int informed = 0;
    for (std::uint32_t to = 0; to < kNodes; ++to) {
      informed += fixture.show(0, to, proposal_of({0}, 1, round)).kind == Fate::Kind::passes;
    }
    CHECK(informed == 5);
    int hidden = 0;
    for (std::uint32_t author = 0; author < kNodes; ++author) {
      hidden += fixture.show(author, (author + 1) % kNodes, prevote_of({author}, round)).kind ==
                Fate::Kind::is_late;
    }
    CHECK(hidden == 1);
  }
}

TEST_CASE("hidden_decision: some hear no proposal, and nobody the precommit of who decides",
          "[unit]") {
  AdversaryFixture fixture{"hidden_decision"};
  fixture.now = SimTime{seconds{20}};
  int informed = 0;
  int hidden = 0;
  for (std::uint32_t node = 0; node < kNodes; ++node) {
    const std::uint32_t other = (node + 1) % kNodes;
    informed += fixture.show(other, node, proposal_of({other}, 1, 0)).kind == Fate::Kind::passes;
    hidden += fixture.show(node, other, precommit_of({node}, 0)).kind == Fate::Kind::is_late;
    CHECK(fixture.show(node, other, precommit_of({node}, 1)).kind == Fate::Kind::passes);
  }
  CHECK(informed == 5);
  CHECK(hidden == 1);
}

TEST_CASE("split_proposer: half of the nodes hear the proposal and the proposer's votes late",
          "[unit]") {
  AdversaryFixture fixture{"split_proposer"};
  fixture.now = SimTime{seconds{20}};
  for (std::uint32_t to = 0; to < kNodes; ++to) {
    const bool is_late = fixture.show(2, to, proposal_of({2}, 1, 0)).kind == Fate::Kind::is_late;
    CHECK((fixture.show(2, to, prevote_of({2}, 0)).kind == Fate::Kind::is_late) == is_late);
    CHECK(fixture.show(3, to, prevote_of({3}, 0)).kind == Fate::Kind::passes);
  }
  CHECK(fixture.adversary().meddled() == 6);
}

}  // namespace callo::sim::test
