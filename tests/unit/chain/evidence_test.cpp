#include "protocol/chain/evidence.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo {

namespace {

BlockId id_of(std::uint8_t tag) {
  BlockId id;
  id.hash.bytes.fill(tag);
  id.parts = {1, id.hash};
  return id;
}

Vote vote_for(const BlockId& id) {
  return {VoteType::prevote, 4, 1, id, test::kTestStart, NodeId{2}};
}

std::optional<Offence> verify(const Frame& first, const Frame& second) {
  test::FakeVerifier verifier;
  Work work;
  return verify_evidence({first, second}, test::kTestChain, test::test_validators({1, 1, 1, 1}),
                         verifier, work);
}

}  // namespace

TEST_CASE("evidence: two votes for different blocks name their signer, nil included",
          "[unit][chain]") {
  const Offence expected{NodeId{2}, 4, 1, MessageKind::prevote};
  CHECK(verify(test::sign(vote_for(id_of(1))), test::sign(vote_for(id_of(2)))) == expected);
  CHECK(verify(test::sign(vote_for(id_of(1))), test::sign(vote_for({}))) == expected);
}

TEST_CASE("evidence: nobody is named when a correct node may have signed both", "[unit][chain]") {
  const Frame first = test::sign(vote_for(id_of(1)));
  CHECK_FALSE(verify(first, first).has_value());
  Vote other = vote_for(id_of(1));
  other.time += std::chrono::seconds{1};
  CHECK_FALSE(verify(first, test::sign(other)).has_value());
  const auto changed = [&](auto change) {
    Vote vote = vote_for(id_of(2));
    change(vote);
    return verify(first, test::sign(vote)).has_value();
  };
  CHECK(changed([](Vote&) {}));
  CHECK_FALSE(changed([](Vote& vote) { vote.round = 2; }));
  CHECK_FALSE(changed([](Vote& vote) { vote.height = 5; }));
  CHECK_FALSE(changed([](Vote& vote) { vote.type = VoteType::precommit; }));
  CHECK_FALSE(changed([](Vote& vote) { vote.validator = NodeId{1}; }));
}

TEST_CASE("evidence: a correct node is not framed by a forged signature", "[unit][chain]") {
  const Frame honest = test::sign(vote_for(id_of(1)));
  test::FakeSigner traitor{3};
  const Vote forged = vote_for(id_of(2));
  const Frame second = seal(vote_header(test::kTestChain, forged.type, forged.validator),
                            encode_data(forged), traitor);
  CHECK_FALSE(verify(honest, second).has_value());
  CHECK_FALSE(verify(second, honest).has_value());
}

TEST_CASE("evidence: is nothing when the signer is no validator or the chain another",
          "[unit][chain]") {
  Vote first = vote_for(id_of(1));
  Vote second = vote_for(id_of(2));
  first.validator = second.validator = NodeId{9};
  CHECK_FALSE(verify(test::sign(first), test::sign(second)).has_value());
  test::FakeVerifier verifier;
  Work work;
  const DuplicateEvidence evidence{test::sign(vote_for(id_of(1))), test::sign(vote_for({}))};
  CHECK_FALSE(verify_evidence(evidence, "other", test::test_validators({1, 1, 1}), verifier, work)
                  .has_value());
}

TEST_CASE("evidence: two proposals of a round differ in block or valid round", "[unit][chain]") {
  const Proposal first{4, 3, 0, id_of(1), test::kTestStart, NodeId{2}};
  Proposal second = first;
  second.time += std::chrono::seconds{1};
  CHECK_FALSE(verify(test::sign(first), test::sign(second)).has_value());
  second.valid_round = 1;
  const Offence expected{NodeId{2}, 4, 3, MessageKind::proposal};
  CHECK(verify(test::sign(first), test::sign(second)) == expected);
  second = first;
  second.block_id = id_of(2);
  CHECK(verify(test::sign(first), test::sign(second)) == expected);
}

TEST_CASE("evidence: anything else in the frames proves nothing", "[unit][chain]") {
  const Frame vote = test::sign(vote_for(id_of(1)));
  CHECK_FALSE(verify(vote, make_frame({})).has_value());
  CHECK_FALSE(verify({}, vote).has_value());
  const Bytes block(10);
  const CutBlock cut{block};
  const Frame part = test::sign(cut.part(0, 4, 1), 2);
  CHECK_FALSE(verify(part, part).has_value());
}

}  // namespace callo
