#include "protocol/node/light_node.hpp"

#include <functional>
#include <map>

#include "protocol/chain/light_codec.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/light_chain.hpp"
#include "tests/support/node_network.hpp"

namespace callo {

using namespace std::chrono_literals;
using test::LightChain;

namespace {

constexpr CalendarTime kNow = test::kTestStart + 1h;

// A full node as the light node sees it: what it says of each height.
using Served = std::function<std::optional<LightBlock>(Height)>;

Served honest(const LightChain& chain) {
  return [&chain](Height height) {
    return chain.at(height == 0 ? chain.head() : std::min(height, chain.head()));
  };
}

Served silent() {
  return [](Height) { return std::nullopt; };
}

LightNodeConfig config_for(const LightChain& chain, Height trusted, std::uint32_t peers) {
  LightNodeConfig config;
  config.chain_id = test::kTestChain;
  config.self = NodeId{90};
  config.trusted = {trusted, chain.at(trusted).hash()};
  config.light.trusting_period = 24h;
  for (std::uint32_t peer = 0; peer < peers; ++peer) {
    config.peers.push_back(EndpointId{peer});
  }
  return config;
}

// Carries requests to the peers and their answers back; silence ends when the timer fires.
class Fixture {
 public:
  Fixture(LightNodeConfig config, std::vector<Served> peers)
      : peers_{std::move(peers)}, node{std::move(config), signer_, verifier} {}

  void run(int looks) {
    step(Started{{}, 0});
    for (int look = 0; look < looks; ++look) {
      answer();
      now_ += 1s;
      step(TimerFired{LightNode::kLightTimer});
    }
    answer();
  }

  std::map<Height, int> asked;  // how often, of anybody
  test::FakeVerifier verifier;
  Work work;

 private:
  void step(const Input& input) {
    effects_.clear();
    node.step({MonotonicTime{now_}, kNow + now_}, input, effects_);
  }

  // Until nobody answers any more.
  void answer() {
    while (!effects_.sends.empty()) {
      const EndpointId to = effects_.targets_of(effects_.sends.front()).front();
      const Frame frame = effects_.sends.front().frame;
      const auto request = decode_light_request(open_envelope(frame.bytes())->data);
      REQUIRE(request.has_value());
      ++asked[request->height];
      const std::optional<LightBlock> block = peers_[to.value](request->height);
      if (!block) {
        return;
      }
      test::FakeSigner signer{to.value};
      step(Received{to, seal({test::kTestChain, MessageKind::light_block, NodeId{to.value}, 1},
                             encode_data(*block), signer)});
    }
  }

  std::vector<Served> peers_;
  test::FakeSigner signer_{90};
  Effects effects_;
  Duration now_{};

 public:
  LightNode node;
};

}  // namespace

TEST_CASE("light node: reaches the head from a trusted height in few requests", "[unit][node]") {
  const LightChain chain{4, 64};
  Fixture f{config_for(chain, 5, 3), {honest(chain), honest(chain), honest(chain)}};
  f.run(1);
  REQUIRE(f.node.head() != nullptr);
  CHECK(f.node.head()->hash() == chain.at(64).hash());
  CHECK(f.asked.size() <= 4);
}

TEST_CASE("light node: bisects where the validators have changed", "[unit][node]") {
  const LightChain chain{4, 64, 8};
  Fixture f{config_for(chain, 1, 2), {honest(chain), honest(chain)}};
  f.run(1);
  REQUIRE(f.node.head() != nullptr);
  CHECK(f.node.head()->hash() == chain.at(64).hash());
  CHECK(f.asked.size() > 3);
}

TEST_CASE("light node: trusts no other hash than the configured one", "[unit][node]") {
  const LightChain chain{4, 20};
  LightNodeConfig config = config_for(chain, 5, 2);
  config.trusted.hash.bytes[0] ^= 1;
  Fixture f{std::move(config), {honest(chain), honest(chain)}};
  f.run(4);
  CHECK(f.node.head() == nullptr);
}

TEST_CASE("light node: trusts nothing beyond the trusting period", "[unit][node]") {
  const LightChain chain{4, 20};
  LightNodeConfig config = config_for(chain, 5, 2);
  config.light.trusting_period = 30min;
  Fixture f{std::move(config), {honest(chain), honest(chain)}};
  f.run(4);
  REQUIRE(f.node.head() != nullptr);
  CHECK(f.node.head()->height() == 5);
}

TEST_CASE("light node: without a witness that agrees a proof is not enough", "[unit][node]") {
  const LightChain chain{4, 20};
  Fixture f{config_for(chain, 5, 2), {honest(chain), silent()}};
  f.run(2);
  CHECK(f.node.head()->height() == 5);
}

TEST_CASE("light node: a silent primary is asked once more and then replaced", "[unit][node]") {
  const LightChain chain{4, 20};
  Fixture f{config_for(chain, 5, 3), {silent(), honest(chain), honest(chain)}};
  f.run(1);
  CHECK(f.asked[5] == 2);
  CHECK(f.node.primary() == EndpointId{0});
  f.run(6);
  REQUIRE(f.node.head() != nullptr);
  CHECK(f.node.head()->height() == 20);
  CHECK(f.node.primary() == EndpointId{1});
}

// Three of four validators sign a state that does not follow; one witness is honest.
TEST_CASE("light node: a lunatic primary is found out, and anybody can check the evidence",
          "[unit][node]") {
  const LightChain chain{4, 20};
  LightBlock forged = chain.at(20);
  forged.header.state_hash = Hash{{1, 2, 3}};
  test::sign_light(forged, {0, 1, 2});
  const Served lunatic = [&](Height height) {
    return height == 0 || height >= 20 ? forged : chain.at(height);
  };
  Fixture f{config_for(chain, 5, 3), {lunatic, lunatic, honest(chain)}};
  f.run(2);
  REQUIRE(f.node.is_halted());
  CHECK(f.node.head()->height() == 5);
  REQUIRE_FALSE(f.node.attacks().empty());
  const FoundAttack& found = f.node.attacks().front();
  CHECK(found.attack.kind == LightAttackKind::lunatic);
  CHECK(found.attack.suspects == std::vector<NodeId>{{0}, {1}, {2}});
  // Over the wire, to somebody who has the chain.
  const auto evidence = decode_light_attack_evidence(encode_data(found.evidence));
  REQUIRE(evidence.has_value());
  const LightOptions options{std::string{test::kTestChain}, 24h, 10s};
  const auto judge = [&](const LightAttackEvidence& shown) {
    return verify_light_evidence(shown, chain.at(5), chain.at(20), options, kNow, f.verifier,
                                 f.work);
  };
  CHECK(judge(*evidence) == found.attack);
  LightAttackEvidence false_evidence = *evidence;
  false_evidence.conflicting.commit.signatures[1] = {};
  CHECK_FALSE(judge(false_evidence).has_value());
  CHECK_FALSE(judge({5, chain.at(20)}).has_value());
  CHECK_FALSE(judge({4, evidence->conflicting}).has_value());
}

// The light client has the place of a validator that is down.
TEST_CASE("light node: follows full nodes", "[unit][node]") {
  test::NodeNetwork network{{}};
  network.crash(3);
  network.run_until(5s);
  Ed25519Signer signer{test::key_seed(4)};
  Ed25519Verifier verifier;
  const auto ask = [&](const Frame& request, std::uint32_t node) {
    Effects answer;
    network.deliver(node, Received{EndpointId{3}, request}, answer);
    return answer.sends.empty() ? Frame{} : answer.sends.front().frame;
  };
  LightNodeConfig config;
  config.chain_id = "sphyx";
  config.self = NodeId{3};
  config.trusted = {2, network.committed(0)[1]};
  config.peers = {EndpointId{0}, EndpointId{1}};
  LightNode node{config, signer, verifier};
  const CalendarTime calendar{1'710'392'400s};
  Effects effects;
  node.step({MonotonicTime{5s}, calendar + 5s}, Started{{}, 0}, effects);
  for (int turn = 0; turn < 16 && !effects.sends.empty(); ++turn) {
    const EndpointId to = effects.targets_of(effects.sends.front()).front();
    const Frame answer = ask(effects.sends.front().frame, to.value);
    REQUIRE(answer);
    effects.clear();
    // Time passes, or the full node takes the next request for a repeated one.
    const Duration passed = 5s + 10ms * (turn + 1);
    network.run_until(passed);
    node.step({MonotonicTime{passed}, calendar + passed}, Received{to, answer}, effects);
  }
  REQUIRE(node.head() != nullptr);
  CHECK(node.head()->height() > 2);
  CHECK(node.head()->hash() == network.committed(0)[node.head()->height() - 1]);
}

}  // namespace callo
