#include "protocol/chain/evidence_book.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo {

namespace {

DuplicateEvidence double_vote(std::uint32_t node, Height height, Round round = 0) {
  Vote vote{VoteType::prevote, height, round, {}, test::kTestStart, NodeId{node}};
  const Frame first = test::sign(vote);
  vote.block_id = {Hash{{1}}, {1, Hash{{2}}}};
  return {first, test::sign(vote)};
}

Offence offence_of(const DuplicateEvidence& evidence) {
  return *claimed_offence(evidence);
}

CalendarTime after(std::int64_t seconds) {
  return test::kTestStart + std::chrono::seconds{seconds};
}

// Ten blocks, a second each.
EvidenceBook book_at_ten(EvidenceAge age) {
  EvidenceBook book{age};
  for (Height height = 1; height <= 10; ++height) {
    book.on_decided(height, after(static_cast<std::int64_t>(height)), {});
  }
  return book;
}

}  // namespace

TEST_CASE("evidence book: an offence is too old only when both limits are exceeded",
          "[unit][chain]") {
  using std::chrono::seconds;
  CHECK(book_at_ten({3, seconds{3}}).is_expired(6));
  CHECK_FALSE(book_at_ten({3, seconds{3}}).is_expired(7));
  CHECK_FALSE(book_at_ten({3, seconds{9}}).is_expired(1));
  CHECK_FALSE(book_at_ten({9, seconds{3}}).is_expired(1));
  CHECK(book_at_ten({3, seconds{3}}).oldest() == 7);
}

TEST_CASE("evidence book: evidence waits until its height is decided", "[unit][chain]") {
  EvidenceBook book = book_at_ten({});
  const DuplicateEvidence evidence = double_vote(1, 11);
  REQUIRE(book.add(offence_of(evidence), evidence));
  CHECK(book.take_due(9, 10'000).empty());
  CHECK_FALSE(book.is_due(11));
  book.on_decided(11, after(11), {});
  CHECK(book.take_due(9, 10'000) == std::vector<DuplicateEvidence>{evidence});
}

TEST_CASE("evidence book: nothing is committed twice", "[unit][chain]") {
  EvidenceBook book = book_at_ten({});
  const DuplicateEvidence evidence = double_vote(1, 5);
  REQUIRE(book.add(offence_of(evidence), evidence));
  CHECK_FALSE(book.add(offence_of(evidence), evidence));
  book.on_decided(11, after(11), {offence_of(evidence)});
  CHECK(book.is_committed(offence_of(evidence)));
  CHECK(book.pending() == 0);
  CHECK_FALSE(book.add(offence_of(evidence), evidence));
}

TEST_CASE("evidence book: what a block may carry is bounded, oldest first", "[unit][chain]") {
  EvidenceBook book = book_at_ten({});
  for (Height height = 9; height >= 2; --height) {
    const DuplicateEvidence evidence = double_vote(1, height);
    REQUIRE(book.add(offence_of(evidence), evidence));
  }
  const std::vector<DuplicateEvidence> two = book.take_due(2, 10'000);
  REQUIRE(two.size() == 2);
  CHECK(offence_of(two[0]).height == 2);
  CHECK(offence_of(two[1]).height == 3);
  CHECK(book.take_due(9, 500).size() == 1);
}

TEST_CASE("evidence book: one culprit fills only its own places", "[unit][chain]") {
  EvidenceBook book = book_at_ten({});
  for (Round round = 0; round < 1'000; ++round) {
    const DuplicateEvidence evidence = double_vote(1, 5, round);
    book.add(offence_of(evidence), evidence);
  }
  CHECK(book.pending() == EvidenceBook::kPendingPerCulpritMax);
  const DuplicateEvidence other = double_vote(2, 5);
  CHECK(book.add(offence_of(other), other));
}

TEST_CASE("evidence book: what is too old is forgotten", "[unit][chain]") {
  EvidenceBook book{{3, std::chrono::seconds{3}}};
  for (Height height = 1; height <= 100; ++height) {
    const DuplicateEvidence committed = double_vote(1, height);
    const DuplicateEvidence pending = double_vote(2, height);
    book.add(offence_of(pending), pending);
    book.on_decided(height, after(static_cast<std::int64_t>(height)), {offence_of(committed)});
    CHECK(book.committed() <= 4);
    CHECK(book.pending() <= 4);
  }
  CHECK_FALSE(book.is_committed(offence_of(double_vote(1, 90))));
  CHECK(book.is_expired(90));
}

TEST_CASE("evidence book: blocks carry a bounded number of offences of one culprit",
          "[unit][chain]") {
  using std::chrono::seconds;
  EvidenceBook book = book_at_ten({5, seconds{5}});
  std::vector<Offence> most;
  for (Round round = 1; round < 64; ++round) {
    most.push_back(offence_of(double_vote(1, 10, round)));
  }
  book.on_decided(11, after(11), most);
  CHECK(book.room_for(NodeId{1}) == 1);
  for (const Round round : {100, 101}) {
    const DuplicateEvidence evidence = double_vote(1, 10, round);
    REQUIRE(book.add(offence_of(evidence), evidence));
  }
  CHECK(book.take_due(9, 10'000).size() == 1);
  book.on_decided(12, after(12), {offence_of(double_vote(1, 10, 100))});
  CHECK(book.room_for(NodeId{1}) == 0);
  CHECK(book.take_due(9, 10'000).empty());
  const DuplicateEvidence another = double_vote(1, 11);
  CHECK_FALSE(book.add(offence_of(another), another));
  const DuplicateEvidence of_another = double_vote(2, 11);
  CHECK(book.add(offence_of(of_another), of_another));
  Writer out;
  book.encode(out);
  const Bytes bytes = out.take();
  Reader in{bytes};
  const auto read = EvidenceBook::decode(in, {5, seconds{5}});
  REQUIRE(read.has_value());
  CHECK(read->room_for(NodeId{1}) == 0);
  // What is too old makes room.
  for (std::int64_t height = 13; height <= 16; ++height) {
    book.on_decided(static_cast<Height>(height), after(height), {});
  }
  CHECK(book.committed() == 0);
  CHECK(book.room_for(NodeId{1}) == EvidenceBook::kCommittedPerCulpritMax);
}

}  // namespace callo
