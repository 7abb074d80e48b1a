#include "protocol/chain/vote_bundle.hpp"

#include "protocol/crypto/sha256.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"

namespace callo {

namespace {

const VotePhase kPhase{7, 2, VoteType::precommit};

BlockId some_id(std::uint8_t tag) {
  BlockId id;
  id.hash.bytes.fill(tag);
  id.parts.total = 3;
  id.parts.root.bytes.fill(tag);
  return id;
}

Frame vote_of(std::uint32_t node, const BlockId& id) {
  return test::sign(
      Vote{kPhase.type, kPhase.height, kPhase.round, id, test::kTestStart, NodeId{node}});
}

std::vector<Frame> some_votes() {
  return {vote_of(3, some_id(2)), vote_of(0, some_id(2)), vote_of(1, BlockId{}),
          vote_of(2, some_id(1))};
}

Frame bundle_of(std::vector<Frame> votes, bool remembers = false) {
  return make_vote_bundle(test::kTestChain, NodeId{5}, kPhase, 4, std::move(votes), remembers);
}

VoteBundlePointer reopen(const Frame& frame, bool remembers = false) {
  return open_vote_bundle(frame, *open_envelope(frame.bytes()), remembers);
}

}  // namespace

TEST_CASE("vote bundle: its votes come out byte for byte, in canonical order", "[unit][chain]") {
  const Frame frame = bundle_of(some_votes());
  const VoteBundlePointer bundle = reopen(frame);
  REQUIRE(bundle != nullptr);
  CHECK(bundle->phase == kPhase);
  CHECK(bundle->step == 4);
  REQUIRE(bundle->votes.size() == 4);
  const std::vector<Frame> expected{vote_of(1, BlockId{}), vote_of(2, some_id(1)),
                                    vote_of(0, some_id(2)), vote_of(3, some_id(2))};
  for (std::size_t index = 0; index < expected.size(); ++index) {
    CHECK(bundle->votes[index].id() == expected[index].id());
  }
}

TEST_CASE("vote bundle: the remembered form is the decoded one", "[unit][chain]") {
  const Frame remembering = bundle_of(some_votes(), true);
  const Frame plain = bundle_of(some_votes());
  CHECK(remembering.id() == plain.id());
  const VoteBundlePointer kept = reopen(remembering, true);
  const VoteBundlePointer decoded = reopen(plain, true);
  CHECK(kept == reopen(remembering, true));
  CHECK(decoded == reopen(plain, true));
  REQUIRE(kept->votes.size() == decoded->votes.size());
  for (std::size_t index = 0; index < kept->votes.size(); ++index) {
    CHECK(kept->votes[index].id() == decoded->votes[index].id());
  }
}

TEST_CASE("vote bundle: a vote costs 76 bytes in place of its envelope", "[unit][chain]") {
  const std::size_t one = bundle_of({vote_of(0, some_id(1))}).size();
  const std::size_t two = bundle_of({vote_of(0, some_id(1)), vote_of(1, some_id(1))}).size();
  CHECK(two - one == 76);
}

TEST_CASE("vote bundle: an empty one says that there is nothing to send", "[unit][chain]") {
  const VoteBundlePointer bundle = reopen(bundle_of({}));
  REQUIRE(bundle != nullptr);
  CHECK(bundle->votes.empty());
}

TEST_CASE("vote bundle: only the canonical encoding is accepted", "[unit][chain]") {
  const Frame frame = bundle_of(some_votes());
  const Envelope envelope = *open_envelope(frame.bytes());
  const Header header = envelope.header;
  const Bytes data{envelope.data.begin(), envelope.data.end()};
  const auto is_refused = [](const Header& the_header, BytesView the_data,
                             const Signature& signature = {}) {
    return reopen(wrap(the_header, the_data, signature)) == nullptr;
  };
  CHECK_FALSE(is_refused(header, data));
  CHECK(is_refused(header, data, Signature{{1}}));
  CHECK(is_refused({header.chain_id, header.kind, header.sender, 1}, data));
  for (std::size_t size = 0; size < data.size(); ++size) {
    CHECK(is_refused(header, BytesView{data}.first(size)));
  }
  Bytes longer = data;
  longer.push_back(0);
  CHECK(is_refused(header, longer));
  // The group of block 1 stands before that of block 2, and validator 0 before 3.
  Bytes swapped_validators = data;
  std::swap(swapped_validators[data.size() - 76], swapped_validators[data.size() - 152]);
  CHECK(is_refused(header, swapped_validators));
  Bytes other_type = data;
  other_type[0] = 3;
  CHECK(is_refused(header, other_type));
}

}  // namespace callo
