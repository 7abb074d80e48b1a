#include "protocol/chain/block.hpp"
#include "protocol/chain/part_set.hpp"
#include "protocol/chain/vote.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/consensus_fixture.hpp"
#include "tests/support/small_random.hpp"

namespace callo {

namespace {

BlockId some_id(std::uint8_t tag) {
  BlockId id;
  id.hash.bytes.fill(tag);
  id.parts.total = 3;
  id.parts.root.bytes.fill(static_cast<std::uint8_t>(tag + 1));
  return id;
}

Vote some_vote(const BlockId& id) {
  return {VoteType::precommit, 7, 2, id, test::kTestStart, NodeId{3}};
}

DuplicateEvidence some_evidence(std::uint8_t tag) {
  return {make_frame({tag, 1}), make_frame({tag, 2})};
}

Block some_block() {
  Block block;
  block.header.chain_id = "test";
  block.header.height = 5;
  block.header.time = test::kTestStart;
  block.transactions = {test::to_bytes("one"), test::to_bytes("")};
  block.last_commit = Commit{4, 0, some_id(9), {}};
  block.last_commit->signatures.resize(3);
  block.last_commit->signatures[1] = {CommitFlag::for_nil, test::kTestStart, {}};
  block.evidence = {some_evidence(1), some_evidence(2)};
  bind_content(block);
  return block;
}

std::optional<Vote> reread(const Frame& frame) {
  return decode_vote(*open_envelope(frame.bytes()));
}

}  // namespace

TEST_CASE("vote: survives its encoding when for a block or for nil", "[unit][chain]") {
  for (const BlockId& id : {BlockId{}, some_id(1)}) {
    CHECK(reread(test::sign(some_vote(id))) == some_vote(id));
  }
}

TEST_CASE("vote: the envelope's signature is the one that a commit is checked with",
          "[unit][chain]") {
  const Vote vote = some_vote(some_id(1));
  const Frame frame = test::sign(vote);
  const Envelope envelope = *open_envelope(frame.bytes());
  const Bytes signed_bytes = vote_sign_bytes(test::kTestChain, vote);
  CHECK(std::equal(signed_bytes.begin(), signed_bytes.end(), envelope.signed_bytes.begin(),
                   envelope.signed_bytes.end()));
}

TEST_CASE("vote: is refused when not canonical", "[unit][chain]") {
  test::FakeSigner signer{3};
  const Vote vote = some_vote(some_id(1));
  const auto sealed = [&](Header header, const Bytes& data) {
    return reread(seal(header, data, signer));
  };
  const Header header = vote_header(test::kTestChain, vote.type, vote.validator);
  REQUIRE(sealed(header, encode_data(vote)).has_value());
  Header with_sequence = header;
  with_sequence.sequence = 1;
  CHECK_FALSE(sealed(with_sequence, encode_data(vote)).has_value());
  Bytes longer = encode_data(vote);
  longer.push_back(0);
  CHECK_FALSE(sealed(header, longer).has_value());
  Vote bad = vote;
  bad.round = -1;
  CHECK_FALSE(sealed(header, encode_data(bad)).has_value());
  bad = vote;
  bad.height = 0;
  CHECK_FALSE(sealed(header, encode_data(bad)).has_value());
  bad = vote;
  bad.block_id.parts.total = kBlockPartsMax + 1;
  CHECK_FALSE(sealed(header, encode_data(bad)).has_value());
  bad.block_id.parts.total = 0;
  CHECK_FALSE(sealed(header, encode_data(bad)).has_value());
}

TEST_CASE("proposal: is refused when its valid round is not before its round", "[unit][chain]") {
  Proposal proposal{7, 2, 1, some_id(1), test::kTestStart, NodeId{3}};
  const auto reread_proposal = [&] {
    const Frame frame = test::sign(proposal);
    return decode_proposal(*open_envelope(frame.bytes()));
  };
  CHECK(reread_proposal() == proposal);
  proposal.valid_round = 2;
  CHECK_FALSE(reread_proposal().has_value());
  proposal.valid_round = -2;
  CHECK_FALSE(reread_proposal().has_value());
  proposal.valid_round = kNoRound;
  proposal.block_id = {};
  CHECK_FALSE(reread_proposal().has_value());
}

TEST_CASE("block: survives its encoding", "[unit][chain]") {
  const Block block = some_block();
  const std::optional<Block> again = decode_block(encode(block));
  REQUIRE(again.has_value());
  CHECK(*again == block);
  CHECK(block_hash(again->header) == block_hash(block.header));
}

TEST_CASE("block: is refused when its header does not bind its content", "[unit][chain]") {
  Block block = some_block();
  block.transactions.pop_back();
  CHECK_FALSE(decode_block(encode(block)).has_value());
  block = some_block();
  std::swap(block.evidence[0], block.evidence[1]);
  CHECK_FALSE(decode_block(encode(block)).has_value());
  block = some_block();
  block.evidence.pop_back();
  CHECK_FALSE(decode_block(encode(block)).has_value());
  block = some_block();
  block.last_commit->round = 1;
  CHECK_FALSE(decode_block(encode(block)).has_value());
  block = some_block();
  block.header.height = 1;
  CHECK_FALSE(decode_block(encode(block)).has_value());
  block = some_block();
  block.last_commit.reset();
  block.header.last_commit_hash = {};
  CHECK_FALSE(decode_block(encode(block)).has_value());
}

TEST_CASE("block: the header's hash covers the next validators", "[unit][chain]") {
  BlockHeader header = some_block().header;
  const Hash before = block_hash(header);
  header.next_validators_hash.bytes[0] ^= 1;
  CHECK(block_hash(header) != before);
}

TEST_CASE("block: is refused when it holds more evidence than the limit", "[unit][chain]") {
  Block block = some_block();
  block.evidence.assign(kBlockEvidenceMax, some_evidence(3));
  bind_content(block);
  CHECK(decode_block(encode(block)).has_value());
  block.evidence.push_back(some_evidence(3));
  bind_content(block);
  CHECK_FALSE(decode_block(encode(block)).has_value());
}

TEST_CASE("block: any truncation and any flipped byte is refused or read the one way",
          "[unit][chain]") {
  const Bytes bytes = encode(some_block());
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    CHECK_FALSE(decode_block(BytesView{bytes}.first(size)).has_value());
  }
  for (std::size_t index = 0; index < bytes.size(); ++index) {
    Bytes changed = bytes;
    changed[index] ^= 0x41;
    const std::optional<Block> read = decode_block(changed);
    CHECK((!read.has_value() || encode(*read) == changed));
  }
}

TEST_CASE("block: a huge count is refused without its memory", "[unit][chain]") {
  Bytes bytes = encode(some_block());
  const std::size_t count_at = encode(some_block().header).size();
  std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(count_at), 4, std::uint8_t{0xFF});
  CHECK_FALSE(decode_block(bytes).has_value());
}

TEST_CASE("part set: gives back the bytes when parts come in any order", "[unit][chain]") {
  test::SmallRandom random{3};
  for (const std::size_t size :
       {std::size_t{1}, kBlockPartBytes, kBlockPartBytes + 1, 5 * kBlockPartBytes - 7}) {
    const Bytes bytes = random.bytes(size);
    const CutBlock cut{bytes};
    PartSet set{cut.header()};
    for (std::uint32_t back = cut.header().total; back > 0; --back) {
      const Frame frame = test::sign(cut.part(back - 1, 1, 0), 0);
      const std::optional<BlockPart> part = decode_block_part(*open_envelope(frame.bytes()));
      REQUIRE(part.has_value());
      REQUIRE(part_set_of(*part) == cut.header());
      CHECK_FALSE(set.is_complete());
      set.add(*part, frame);
    }
    REQUIRE(set.is_complete());
    CHECK(set.assemble() == bytes);
    CHECK(set.bitmap().front() == (std::uint64_t{1} << cut.header().total) - 1);
  }
}

TEST_CASE("part set: a part proves another root when a byte of it is changed", "[unit][chain]") {
  test::SmallRandom random{4};
  Bytes bytes = random.bytes(3 * kBlockPartBytes);
  const CutBlock cut{bytes};
  BlockPart part = cut.part(1, 1, 0);
  Bytes changed{part.bytes.begin(), part.bytes.end()};
  changed[17] ^= 1;
  part.bytes = changed;
  CHECK(part_set_of(part) != cut.header());
  part = cut.part(1, 1, 0);
  part.proof.index = 2;
  CHECK(part_set_of(part) != cut.header());
  part = cut.part(1, 1, 0);
  part.proof.siblings.pop_back();
  CHECK_FALSE(part_set_of(part).has_value());
}

TEST_CASE("block part: is refused when it is not cut at 64 KiB", "[unit][chain]") {
  const Bytes bytes(kBlockPartBytes + 10);
  const CutBlock cut{bytes};
  const auto readable = [](const BlockPart& part) {
    const Frame frame = test::sign(part, 0);
    return decode_block_part(*open_envelope(frame.bytes())).has_value();
  };
  BlockPart part = cut.part(0, 1, 0);
  CHECK(readable(part));
  part.bytes = part.bytes.first(100);
  CHECK_FALSE(readable(part));
  part = cut.part(1, 1, 0);
  CHECK(readable(part));
  part.bytes = {};
  CHECK_FALSE(readable(part));
}

}  // namespace callo
