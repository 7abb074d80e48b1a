#include "protocol/node/node.hpp"

#include "protocol/crypto/sha256.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"
#include "tests/support/node_network.hpp"

namespace callo {

using namespace std::chrono_literals;
using test::NodeNetwork;

TEST_CASE("node: four nodes on a cube commit the same blocks", "[unit][node]") {
  NodeNetwork network{{}};
  network.run_until(5s);
  CHECK(network.lowest_height() >= 20);
  CHECK(network.agree());
  CHECK(network.evidence_count() == 0);
}

TEST_CASE("node: any number of nodes and either dissemination will do", "[unit][node]") {
  const auto nodes = GENERATE(2U, 3U, 5U, 7U, 11U);
  const bool is_direct = GENERATE(false, true);
  NodeNetwork network{
      {.nodes = nodes,
       .overlay = is_direct ? OverlayKind::complete : OverlayKind::hypercube,
       .dissemination = is_direct ? DisseminationKind::direct : DisseminationKind::flood}};
  network.run_until(3s);
  CHECK(network.lowest_height() >= 10);
  CHECK(network.agree());
}

TEST_CASE("node: repair makes up for a third of all messages lost", "[unit][node]") {
  NodeNetwork network{{.nodes = 7, .loss_percent = 33, .seed = GENERATE(1U, 2U, 3U)}};
  network.run_until(60s);
  CHECK(network.lowest_height() >= 20);
  CHECK(network.agree());
  CHECK(network.notices(NoticeKind::repaired) > 0);
}

TEST_CASE("node: without repair the same losses leave somebody behind", "[unit][node]") {
  NodeNetwork network{{.nodes = 7, .status_interval = 0s, .loss_percent = 33, .seed = 1}};
  network.run_until(60s);
  CHECK(network.lowest_height() < 20);
  CHECK(network.agree());
}

TEST_CASE("node: who was down catches up on decided blocks and votes again", "[unit][node]") {
  NodeNetwork network{{.nodes = 4}};
  network.run_until(2s);
  network.crash(3);
  const Height at_crash = network.height(3);
  network.run_until(30s);
  CHECK(network.height(0) >= at_crash + 60);
  network.restart(3);
  network.run_until(34s);
  CHECK(network.height(3) + 2 >= network.height(0));
  CHECK(network.notices(NoticeKind::caught_up_block) >= 60);
  CHECK(network.agree());

  // With another node gone, +2/3 of four need the returned one.
  network.crash(0);
  const Height before = network.height(1);
  network.run_until(40s);
  CHECK(network.height(1) >= before + 5);
  CHECK(network.evidence_count() == 0);
}

TEST_CASE("node: all crash and come back and go on where they were", "[unit][node]") {
  NodeNetwork network{{.nodes = 4}};
  network.run_until(1s);
  for (std::uint32_t node = 0; node < 4; ++node) {
    network.crash(node);
  }
  const Height before = network.lowest_height();
  for (std::uint32_t node = 0; node < 4; ++node) {
    network.restart(node);
  }
  network.run_until(6s);
  CHECK(network.lowest_height() >= before + 10);
  CHECK(network.agree());
  CHECK(network.evidence_count() == 0);
}

TEST_CASE("node: votes by exchange and the rest by trees, with any number of nodes",
          "[unit][node]") {
  const auto nodes = GENERATE(2U, 3U, 5U, 8U, 11U, 16U);
  const auto trees = GENERATE(1U, 2U);
  if ((1U << trees) > nodes) {
    return;
  }
  NodeNetwork network{{.nodes = nodes,
                       .dissemination = DisseminationKind::tree,
                       .trees = trees,
                       .exchanges = true}};
  network.run_until(4s);
  CHECK(network.lowest_height() >= 10);
  CHECK(network.agree());
  CHECK(network.evidence_count() == 0);
}

// On several trees a frame comes once on each, and is passed on each time, if it was accepted.
TEST_CASE("node: what was refused is passed on by no tree, however often it comes",
          "[unit][node]") {
  NodeNetwork network{{.nodes = 8, .dissemination = DisseminationKind::tree, .trees = 2}};
  network.run_until(1s);
  const Vote vote{VoteType::prevote, network.height(3) + 1, 0, {}, {}, NodeId{0}};
  const Frame unsigned_vote =
      wrap(vote_header("sphyx", VoteType::prevote, vote.validator), encode_data(vote), Signature{});
  for (const Frame& refused : {make_frame({1, 2, 3}), make_frame({}), unsigned_vote}) {
    for (const std::uint32_t from : {2U, 1U, 7U, 2U, 1U, 7U}) {
      Effects out;
      network.deliver(3, Received{EndpointId{from}, refused}, out);
      CHECK(out.sends.empty());
    }
  }
}

TEST_CASE("node: the exchange goes on with a silent node and with messages lost", "[unit][node]") {
  const bool remembers = GENERATE(false, true);
  NodeNetwork network{{.nodes = 11,
                       .dissemination = DisseminationKind::tree,
                       .exchanges = true,
                       .remembers_frames = remembers,
                       .loss_percent = GENERATE(0U, 20U)}};
  network.run_until(1s);
  network.crash(6);
  const Height before = network.height(0);
  network.run_until(60s);
  CHECK(network.height(0) >= before + 20);
  CHECK(network.agree());
  network.restart(6);
  network.run_until(75s);
  CHECK(network.height(6) >= before + 20);
  CHECK(network.agree());
}

namespace {

// Of the only coin of the genesis, which is the first node's.
Bytes payment_of(const NodeNetwork& network) {
  const auto coins = network.node(0).executor().ledger().state().coins().coins();
  Transaction payment;
  payment.inputs = {coins.front().first};
  payment.outputs = {{Ed25519Signer{test::key_seed(2)}.public_key(), test::kNaira, 100}};
  Ed25519Signer signer{test::key_seed(1)};
  sign(payment, "sphyx", signer);
  return encode(payment);
}

// Of the coin that another payment makes.
Bytes payment_after(const Bytes& payment) {
  Transaction next;
  next.inputs = {{decode_transaction(payment)->id, 0}};
  next.outputs = {{Ed25519Signer{test::key_seed(3)}.public_key(), test::kNaira, 100}};
  Ed25519Signer signer{test::key_seed(2)};
  sign(next, "sphyx", signer);
  return encode(next);
}

bool is_pending(const Node& node, const Bytes& payment) {
  return node.executor().mempool().find(decode_transaction(payment)->id) != nullptr;
}

}  // namespace

TEST_CASE("node: a submitted payment reaches every ledger", "[unit][node]") {
  NodeNetwork network{{.nodes = 5}};
  const Ed25519Signer alice{test::key_seed(1)};  // owns the only coin of the genesis
  const auto coins = network.node(0).executor().ledger().state().coins().coins();
  REQUIRE(coins.size() == 1);
  Transaction payment;
  payment.inputs = {coins.front().first};
  payment.outputs = {{Ed25519Signer{test::key_seed(2)}.public_key(), test::kNaira, 100}};
  Ed25519Signer signer{test::key_seed(1)};
  sign(payment, "sphyx", signer);
  network.submit(3, encode(payment));
  network.run_until(3s);
  for (std::uint32_t node = 0; node < 5; ++node) {
    const auto after = network.node(node).executor().ledger().state().coins().coins();
    REQUIRE(after.size() == 1);
    CHECK(after.front().second.owner == payment.outputs.front().owner);
    CHECK(network.node(node).executor().mempool().size() == 0);
  }
}

TEST_CASE("node: a payment whose frames were all lost reaches every mempool by status",
          "[unit][node]") {
  const bool is_repaired = GENERATE(true, false);
  NodeNetwork network{
      {.nodes = 8, .status_interval = is_repaired ? 200ms : 0ms, .transactions_lost_until = 1s}};
  network.run_until(500ms);
  // Five of eight are no quorum: nobody can commit the payment meanwhile.
  for (const std::uint32_t node : {4U, 5U, 6U}) {
    network.crash(node);
  }
  const Bytes payment = payment_of(network);
  network.submit(3, payment);
  network.run_until(1s);
  CHECK(is_pending(network.node(3), payment));
  CHECK_FALSE(is_pending(network.node(2), payment));
  network.run_until(4s);
  for (const std::uint32_t node : {0U, 1U, 2U, 7U}) {
    CHECK(is_pending(network.node(node), payment) == is_repaired);
  }
}

TEST_CASE("node: a payment of a coin that is pending itself waits and is committed",
          "[unit][node]") {
  NodeNetwork network{{.nodes = 5}};
  const Bytes payment = payment_of(network);
  const Bytes next = payment_after(payment);
  network.submit(0, next);
  network.run_until(20ms);
  CHECK(network.node(0).holdings().waiting_transactions == 1);
  network.submit(3, payment);
  network.run_until(3s);
  for (std::uint32_t node = 0; node < 5; ++node) {
    const auto after = network.node(node).executor().ledger().state().coins().coins();
    REQUIRE(after.size() == 1);
    CHECK(after.front().first.transaction == decode_transaction(next)->id);
    CHECK(network.node(node).holdings().waiting_transactions == 0);
  }
}

TEST_CASE("node: what waited goes on to the neighbours as soon as its coin is there",
          "[unit][node]") {
  const bool is_own = GENERATE(true, false);
  NodeNetwork network{{.nodes = 5}};
  const Bytes payment = payment_of(network);
  const Bytes next = payment_after(payment);
  network.run_until(10ms);
  if (is_own) {
    network.submit(0, next);
  } else {
    const Frame message =
        seal({"sphyx", MessageKind::transaction, NodeId{1}, 1}, next, network.signer(1));
    CHECK(network.receive(0, 1, message).verifications == 1);
  }
  network.submit(3, payment);
  Duration time = 10ms;
  while (!is_pending(network.node(0), next) && time < 3s) {
    CHECK_FALSE(is_pending(network.node(2), next));
    network.run_until(time += 5ms);
  }
  network.run_until(time + 15ms);
  CHECK(is_pending(network.node(2), next));
}

TEST_CASE("node: a known transaction in a new message costs no signature check", "[unit][node]") {
  NodeNetwork network{{.nodes = 4}};
  const Bytes payment = payment_of(network);
  const auto message = [&](std::uint64_t sequence) {
    return seal({"sphyx", MessageKind::transaction, NodeId{1}, sequence}, payment,
                network.signer(1));
  };
  CHECK(network.receive(0, 1, message(1)).verifications == 2);
  CHECK(network.receive(0, 1, message(2)).verifications == 0);
  network.run_until(3s);
  REQUIRE_FALSE(is_pending(network.node(0), payment));
  CHECK(network.receive(0, 1, message(3)).verifications == 0);
}

}  // namespace callo
