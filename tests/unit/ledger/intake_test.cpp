#include "protocol/ledger/intake.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/ledger_fixture.hpp"

namespace callo {
namespace {

using test::apply_block;
using test::kNaira;
using test::LedgerFixture;
using test::submission;

constexpr NodeId kLagos{1};
constexpr NodeId kAccra{2};
constexpr NodeId kFlooder{3};

struct Fixture : LedgerFixture {
  explicit Fixture(PoolLimits waiting = kWaitingLimits)
      : ledger{state(), verifier, nullptr}, intake{ledger, kMempoolLimits, waiting} {}

  // Alice's coin to Bob.
  Bytes first(std::uint32_t from = 0) {
    return encode(spend({coin(from)}, {pay(bob, 100)}, {&alice}));
  }

  // Bob's new coin back to her: it is not there before `first` is committed.
  Bytes second(std::uint32_t from = 0, Ed25519Signer* signer = nullptr) {
    return encode(spend({{decode_transaction(first(from))->id, 0}}, {pay(alice, 100)},
                        {signer == nullptr ? &bob : signer}));
  }

  Refusal admit(NodeId submitter, const Bytes& bytes) {
    Work work;
    return intake.admit(submission(submitter, bytes), work);
  }

  Refusal recall(NodeId submitter, const Bytes& bytes) {
    return intake.recall(submitter, *decode_transaction(bytes));
  }

  void apply(const std::vector<Bytes>& block) {
    Work work;
    REQUIRE(apply_block(ledger, block).is_accepted());
    intake.on_block_applied(ledger.last_applied(), work);
  }

  bool is_pending(const Bytes& bytes) {
    return intake.mempool().find(decode_transaction(bytes)->id) != nullptr;
  }

  Ledger ledger;
  Intake intake;
};

}  // namespace

TEST_CASE("intake: what spends a coin of the next block waits for it and is pending then",
          "[unit][ledger]") {
  Fixture f;
  CHECK(f.admit(kLagos, f.second()) == Refusal::waits_for_coin);
  CHECK(f.admit(kLagos, f.second()) == Refusal::waits_for_coin);
  CHECK(f.intake.waiting().size() == 1);
  f.apply({f.first(1)});
  CHECK(f.intake.take_admitted().empty());
  f.apply({f.first()});
  const std::vector<Submission> admitted = f.intake.take_admitted();
  REQUIRE(admitted.size() == 1);
  CHECK(admitted[0].submitter == kLagos);
  CHECK(f.is_pending(f.second()));
  CHECK(f.intake.waiting().size() == 0);
  CHECK(f.intake.waiting().bytes() == 0);
  CHECK(f.intake.take_admitted().empty());
}

TEST_CASE("intake: what is known costs no signature check, pending, waiting or committed",
          "[unit][ledger]") {
  Fixture f;
  CHECK(f.recall(kLagos, f.first()) == Refusal::none);
  REQUIRE(f.admit(kLagos, f.first()) == Refusal::none);
  REQUIRE(f.admit(kLagos, f.second()) == Refusal::waits_for_coin);
  const int checks = f.verifier.calls;
  CHECK(f.recall(kLagos, f.first()) == Refusal::already_pending);
  CHECK(f.recall(kLagos, f.second()) == Refusal::waits_for_coin);
  CHECK(f.recall(kAccra, f.second()) == Refusal::none);
  CHECK(f.verifier.calls == checks);
  f.apply({f.first()});
  const int checks_of_block = f.verifier.calls;
  CHECK(f.recall(kAccra, f.first()) == Refusal::already_committed);
  CHECK(f.recall(kLagos, f.second()) == Refusal::already_pending);
  CHECK(f.verifier.calls == checks_of_block);
}

TEST_CASE("intake: a copy that would move to a lighter lane has to be looked at",
          "[unit][ledger]") {
  Fixture f;
  REQUIRE(f.admit(kFlooder, f.first(0)) == Refusal::none);
  REQUIRE(f.admit(kFlooder, f.first(1)) == Refusal::none);
  CHECK(f.recall(kLagos, f.first(1)) == Refusal::none);
  CHECK(f.admit(kLagos, f.first(1)) == Refusal::already_pending);
  CHECK(f.recall(kLagos, f.first(1)) == Refusal::already_pending);
}

TEST_CASE("intake: a coin that was spent never comes back, so nothing waits for it",
          "[unit][ledger]") {
  Fixture f;
  f.apply({f.first()});
  CHECK(f.admit(kLagos, encode(f.spend({f.coin(0)}, {f.pay(f.alice, 100)}, {&f.alice}))) ==
        Refusal::unknown_coin);
  CHECK(f.intake.waiting().size() == 0);
}

TEST_CASE("intake: a forgery that waits keeps the real one out neither before nor after",
          "[unit][ledger]") {
  Fixture f;
  REQUIRE(f.admit(kFlooder, f.second(0, &f.alice)) == Refusal::waits_for_coin);
  REQUIRE(f.admit(kLagos, f.second()) == Refusal::waits_for_coin);
  f.apply({f.first()});
  const std::vector<Submission> admitted = f.intake.take_admitted();
  REQUIRE(admitted.size() == 1);
  CHECK(admitted[0].submitter == kLagos);
}

TEST_CASE("intake: who waits too long is forgotten", "[unit][ledger]") {
  Fixture f;
  REQUIRE(f.admit(kLagos, f.second()) == Refusal::waits_for_coin);
  for (std::uint64_t block = 1; block < kWaitingBlocks; ++block) {
    f.apply({});
    CHECK(f.intake.waiting().size() == 1);
  }
  f.apply({});
  CHECK(f.intake.waiting().size() == 0);
  f.apply({f.first()});
  CHECK(f.intake.take_admitted().empty());
}

TEST_CASE("intake: those who wait are bounded, and a flooder competes with himself",
          "[unit][ledger]") {
  Fixture f{{3, 10'000, 3, 10'000}};
  for (std::uint32_t coin = 0; coin < 3; ++coin) {
    REQUIRE(f.admit(kFlooder, f.second(coin)) == Refusal::waits_for_coin);
  }
  CHECK(f.admit(kFlooder, f.second(3)) == Refusal::submitter_over_quota);
  CHECK(f.admit(kLagos, f.second(3)) == Refusal::waits_for_coin);
  CHECK(f.intake.waiting().size() == 3);
  CHECK(f.recall(kFlooder, f.second(2)) == Refusal::none);
  CHECK(f.recall(kFlooder, f.second(1)) == Refusal::waits_for_coin);
  CHECK(f.admit(kLagos, f.second(2)) == Refusal::mempool_full);
  CHECK(f.admit(kAccra, f.second(2)) == Refusal::waits_for_coin);
}

TEST_CASE("intake: another state is looked at anew", "[unit][ledger]") {
  Fixture f;
  const LedgerState genesis = f.ledger.state();
  f.apply({f.first()});
  REQUIRE(f.admit(kLagos, f.second()) == Refusal::none);
  f.ledger.restore(genesis);
  Work work;
  f.intake.recheck(work);
  CHECK(f.recall(kLagos, f.first()) == Refusal::none);
  CHECK(f.admit(kLagos, f.first()) == Refusal::none);
  CHECK(f.admit(kLagos, f.second()) == Refusal::waits_for_coin);
}

}  // namespace callo
