// Bundles of votes on their way through a whole node.
#include <set>

#include "protocol/chain/vote_bundle.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/node_network.hpp"

namespace callo {

using namespace std::chrono_literals;
using test::NodeNetwork;

namespace {

constexpr const char* kChain = "sphyx";
constexpr std::uint32_t kPeer = 1;  // node 0's partner in the first step

// Node 0 of sixteen, alone with what the test hands it.
class Fixture {
 public:
  explicit Fixture(bool remembers)
      : network{{.nodes = 16,
                 .dissemination = DisseminationKind::tree,
                 .exchanges = true,
                 .remembers_frames = remembers}} {
    network.run_until(1s);
    for (std::uint32_t node = 1; node < 16; ++node) {
      network.crash(node);
    }
    // Past the steps of the exchange that was under way.
    network.run_until(3s);
    const Tendermint& consensus = network.node(0).consensus();
    phase = {consensus.height(), consensus.round(), VoteType::precommit};
    held_before = held();
  }

  // A precommit for nil, signed by `signer` in the name of `node`.
  Frame vote(std::uint32_t node, std::uint32_t signer) {
    const Vote vote{phase.type, phase.height, phase.round, {}, {}, NodeId{node}};
    return seal(vote_header(kChain, vote.type, vote.validator), encode_data(vote),
                network.signer(signer));
  }

  void deliver(std::vector<Frame> votes) {
    network.deliver(0, kPeer,
                    make_vote_bundle(kChain, NodeId{kPeer}, phase, 0, std::move(votes), false));
    network.run_until(3s);
  }

  std::set<std::uint32_t> held() const {
    std::set<std::uint32_t> nodes;
    const RoundMessages* const messages = network.node(0).consensus().log().find(phase.round);
    for (std::uint32_t node = 0; messages != nullptr && node < 16; ++node) {
      if (messages->precommits.holds(node)) {
        nodes.insert(node);
      }
    }
    return nodes;
  }

  std::uint64_t rejected() const { return network.notices(NoticeKind::rejected_message); }

  NodeNetwork network;
  VotePhase phase;
  std::set<std::uint32_t> held_before;
};

}  // namespace

TEST_CASE("bundle: one bad vote is refused and takes no good ones with it", "[unit][node]") {
  Fixture f{GENERATE(false, true)};
  const std::uint64_t rejected = f.rejected();
  REQUIRE_FALSE(f.held_before.contains(5));
  f.deliver({f.vote(4, 4), f.vote(5, 3), f.vote(6, 6), f.vote(7, 7)});
  CHECK(f.held() == [&] {
    std::set<std::uint32_t> expected = f.held_before;
    expected.insert({4, 6, 7});
    return expected;
  }());
  CHECK(f.rejected() == rejected + 1);
  // The place of the bad vote is not taken: the true one counts when it comes.
  f.deliver({f.vote(5, 5)});
  CHECK(f.held().contains(5));
  CHECK(f.network.evidence_count() == 0);
}

TEST_CASE("bundle: after five bad votes the rest of a bundle is not looked at", "[unit][node]") {
  Fixture f{GENERATE(false, true)};
  std::vector<Frame> votes;
  for (std::uint32_t node = 3; node < 8; ++node) {
    votes.push_back(f.vote(node, 2));
  }
  votes.push_back(f.vote(2, 2));  // before the bad ones
  votes.push_back(f.vote(8, 8));  // behind them
  f.deliver(votes);
  CHECK(f.held().contains(2));
  CHECK_FALSE(f.held().contains(8));
  CHECK_FALSE(f.held().contains(3));
  // Its next bundle is looked at like anybody's: nobody is shut out for what others may have lied.
  f.deliver({f.vote(8, 8)});
  CHECK(f.held().contains(8));
}

}  // namespace callo
