#include "protocol/chain/inquest.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo {

namespace {

using Nodes = std::vector<std::uint32_t>;

const BlockId kBlockA{Hash{{1}}, {1, Hash{{2}}}};
const BlockId kBlockB{Hash{{3}}, {1, Hash{{4}}}};

Commit certificate(VoteType type, const BlockId& block, Round round, const Nodes& voters) {
  Commit commit{5, round, block, std::vector<CommitSignature>(4)};
  for (const std::uint32_t voter : voters) {
    const Vote vote{type, 5, round, block, test::kTestStart, NodeId{voter}};
    test::FakeSigner signer{voter};
    commit.signatures[voter] = {CommitFlag::for_block, vote.time,
                                signer.sign(vote_sign_bytes(test::kTestChain, vote))};
  }
  return commit;
}

Nodes numbers(const std::vector<NodeId>& nodes) {
  Nodes result;
  for (const NodeId node : nodes) {
    result.push_back(node.value);
  }
  return result;
}

// Nodes 1, 2 and 3 decided A in round 0 and B in round 2. Node 1 changed its lock as it may, by the
// prevotes of round 1; 2 and 3 had no reason.
struct Fixture {
  Inquest::Hearing hear(std::uint32_t node, const JustificationAnswer& answer,
                        std::optional<std::uint32_t> key_of = {}) {
    test::FakeSigner signer{key_of.value_or(node)};
    const Frame frame = seal({test::kTestChain, MessageKind::justification_answer, NodeId{node}, 1},
                             encode_data(answer), signer);
    return inquest.hear(frame, *open_envelope(frame.bytes()), test::kTestChain, verifier, work);
  }

  JustificationAnswer answer(std::vector<Polka> polkas = {}) const {
    return {5, 0, kBlockB, std::move(polkas)};
  }

  std::optional<Blame> verified(const ForkProof& proof) {
    return verify_fork_proof(proof, test::kTestChain, validators, verifier, work);
  }

  ValidatorSet validators = test::test_validators({1, 1, 1, 1});
  Polka polka = certificate(VoteType::prevote, kBlockB, 1, {0, 2, 3});
  Fork fork{certificate(VoteType::precommit, kBlockA, 0, {1, 2, 3}),
            certificate(VoteType::precommit, kBlockB, 2, {1, 2, 3})};
  Inquest inquest{fork, validators};
  test::FakeVerifier verifier;
  Work work;
};

}  // namespace

TEST_CASE("fork: is put in order, and is none for one block or two heights", "[unit][chain]") {
  Fixture f;
  CHECK(make_fork(f.fork.second, f.fork.first) == f.fork);
  Commit later = f.fork.first;
  later.round = 3;
  CHECK_FALSE(make_fork(f.fork.first, later).has_value());
  later = f.fork.second;
  later.height = 6;
  CHECK_FALSE(make_fork(f.fork.first, later).has_value());
  CHECK(decode_fork(encode_data(f.fork)) == f.fork);
  CHECK_FALSE(decode_fork(encode_data(Fork{f.fork.second, f.fork.first})).has_value());
}

TEST_CASE("fork: is proven by two commits that hold, and by nothing less", "[unit][chain]") {
  Fixture f;
  CHECK(is_proven(f.fork, test::kTestChain, f.validators, f.verifier, f.work));
  f.fork.second.signatures[2] = {};
  CHECK_FALSE(is_proven(f.fork, test::kTestChain, f.validators, f.verifier, f.work));
}

TEST_CASE("justification answer: is the earliest that bears on the fork", "[unit][chain]") {
  Fixture f;
  const Polka late = certificate(VoteType::prevote, kBlockB, 2, {0, 2, 3});
  const Polka other = certificate(VoteType::prevote, kBlockA, 1, {0, 2, 3});
  const std::vector<Justification> held{{5, {late}}, {5, {f.polka, other}}, {5, {other}}};
  const JustificationAnswer answer = answer_to(f.fork, held);
  CHECK(answer.polkas == std::vector<Polka>{f.polka, other});
  CHECK(decode_justification_answer(encode_data(answer)) == answer);
  f.fork.first.round = 2;
  CHECK(answer_to(f.fork, held).polkas == std::vector<Polka>{late});
}

TEST_CASE("justification answer: is refused when it answers another question", "[unit][chain]") {
  Fixture f;
  JustificationAnswer wrong = f.answer({f.polka});
  wrong.height = 6;
  CHECK_FALSE(decode_justification_answer(encode_data(wrong)).has_value());
  wrong = f.answer({f.polka});
  wrong.from_round = 2;
  CHECK_FALSE(decode_justification_answer(encode_data(wrong)).has_value());
  wrong = f.answer({certificate(VoteType::prevote, kBlockA, 1, {0, 2, 3})});
  CHECK_FALSE(decode_justification_answer(encode_data(wrong)).has_value());
}

TEST_CASE("inquest: before anybody answers all are suspects and nobody a culprit",
          "[unit][chain]") {
  Fixture f;
  CHECK(f.inquest.blame().culprits.empty());
  CHECK(numbers(f.inquest.blame().suspects) == Nodes{1, 2, 3});
  CHECK_FALSE(f.inquest.is_complete());
}

TEST_CASE("inquest: a justification clears its holder, whoever else is silent", "[unit][chain]") {
  Fixture f;
  REQUIRE(f.hear(1, f.answer({f.polka})) == Inquest::Hearing::news);
  REQUIRE(f.hear(2, f.answer()) == Inquest::Hearing::news);
  CHECK(numbers(f.inquest.blame().culprits) == Nodes{2});
  CHECK(numbers(f.inquest.blame().suspects) == Nodes{3});
  REQUIRE(f.hear(3, f.answer()) == Inquest::Hearing::news);
  REQUIRE(f.hear(0, f.answer()) == Inquest::Hearing::news);
  CHECK(f.inquest.is_complete());
  CHECK(f.inquest.bytes_held() > 0);
  CHECK(f.inquest.answers_held() == 3);  // node 0 is not in the first commit
}

TEST_CASE("inquest: the answer to another question says nothing about this one", "[unit][chain]") {
  Fixture f;
  CHECK(f.hear(1, {5, 1, kBlockB, {}}) == Inquest::Hearing::elsewhere);
  CHECK(f.hear(1, {5, 0, kBlockA, {}}) == Inquest::Hearing::elsewhere);
  CHECK(f.hear(1, {6, 0, kBlockB, {}}) == Inquest::Hearing::elsewhere);
  CHECK(f.hear(9, f.answer()) == Inquest::Hearing::elsewhere);
  CHECK(f.inquest.blame().culprits.empty());
}

TEST_CASE("inquest: nobody is heard with a forged answer or a polka that proves nothing",
          "[unit][chain]") {
  Fixture f;
  CHECK(f.hear(1, f.answer(), 2) == Inquest::Hearing::false_answer);
  Polka forged = f.polka;
  forged.signatures[2].signature.bytes[0] ^= 1;
  CHECK(f.hear(1, f.answer({forged})) == Inquest::Hearing::false_answer);
  const Polka precommits = certificate(VoteType::precommit, kBlockB, 1, {0, 2, 3});
  CHECK(f.hear(1, f.answer({precommits})) == Inquest::Hearing::false_answer);
  const Polka too_few = certificate(VoteType::prevote, kBlockB, 1, {2, 3});
  CHECK(f.hear(1, f.answer({too_few})) == Inquest::Hearing::false_answer);
  CHECK_FALSE(f.inquest.has_heard(NodeId{1}));
  CHECK(f.hear(1, f.answer({f.polka})) == Inquest::Hearing::news);
  CHECK(f.hear(1, f.answer()) == Inquest::Hearing::known);
  CHECK(f.inquest.blame().culprits.empty());
}

TEST_CASE("inquest: anybody can verify its proof, and a proof cut short convicts fewer",
          "[unit][chain]") {
  Fixture f;
  f.hear(1, f.answer({f.polka}));
  f.hear(2, f.answer());
  f.hear(3, f.answer());
  const std::optional<ForkProof> proof = decode_fork_proof(encode_data(f.inquest.proof()));
  REQUIRE(proof.has_value());
  REQUIRE(f.verified(*proof).has_value());
  CHECK(numbers(f.verified(*proof)->culprits) == Nodes{2, 3});
  ForkProof cut = *proof;
  cut.answers.pop_back();
  CHECK(numbers(f.verified(cut)->culprits) == Nodes{2});
  // Without the polka its holder would be accused, but it has not answered to that.
  cut = *proof;
  cut.polkas.clear();
  CHECK(numbers(f.verified(cut)->culprits) == Nodes{2, 3});
  cut.fork.second.signatures[1] = {};
  CHECK_FALSE(f.verified(cut).has_value());
}

TEST_CASE("inquest: two commits of one round convict without any answer", "[unit][chain]") {
  Fixture f;
  const auto fork = make_fork(certificate(VoteType::precommit, kBlockA, 1, {0, 1, 2}),
                              certificate(VoteType::precommit, kBlockB, 1, {1, 2, 3}));
  const Inquest inquest{*fork, f.validators};
  CHECK(inquest.is_complete());
  CHECK(numbers(inquest.blame().culprits) == Nodes{1, 2});
  CHECK(numbers(f.verified(inquest.proof())->culprits) == Nodes{1, 2});
}

}  // namespace callo
