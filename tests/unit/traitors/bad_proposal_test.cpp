#include "sim/traitors/bad_proposal.hpp"

#include "protocol/chain/commit_check.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/mail_reading.hpp"

namespace callo::sim::test {

namespace {

constexpr std::uint32_t kSigners = 7;

ValidatorSet validators() {
  std::vector<Validator> list;
  for (std::uint32_t node = 0; node < kSigners; ++node) {
    list.push_back({NodeId{node}, signer_of({node}).public_key(), 1, 0});
  }
  return ValidatorSet{std::move(list)};
}

// Five precommits of height 2 for one block, one for nil, one absent.
Commit commit_of_height_2() {
  Commit commit{2, 0, block_id(9), {}};
  for (std::uint32_t node = 0; node < kSigners - 1; ++node) {
    const bool is_nil = node == 5;
    const Frame frame =
        vote_frame({node}, VoteType::precommit, 2, 0, is_nil ? BlockId{} : block_id(9));
    const auto envelope = open_envelope(frame.bytes());
    commit.signatures.push_back({is_nil ? CommitFlag::for_nil : CommitFlag::for_block,
                                 vote_of(frame).time, envelope->signature});
  }
  commit.signatures.emplace_back();
  return commit;
}

Block block_of_height_3() {
  Block block = own_proposal(3, 2, 10).block;
  block.last_commit = commit_of_height_2();
  block.header.last_commit_hash = commit_hash(block.last_commit);
  return block;
}

CommitFault fault_of(const Commit& commit) {
  Ed25519Verifier verifier;
  Work work;
  const ValidatorSet set = validators();
  return check_commit({kChain, set, 2, block_id(9)}, commit, nullptr, verifier, work);
}

OwnProposal proposal_of_block(const Block& block) {
  OwnProposal own;
  own.block = block;
  const Bytes bytes = encode(block);
  const CutBlock cut{bytes};
  own.id = {block_hash(block.header), cut.header()};
  Ed25519Signer signer = signer_of(kTraitor);
  const Proposal proposal{3, 0, kNoRound, own.id, block.header.time, kTraitor};
  own.proposal = seal(proposal_header(kChain, kTraitor), encode_data(proposal), signer);
  own.parts = {seal(block_part_header(kChain, kTraitor), encode_data(cut.part(0, 3, 0)), signer)};
  return own;
}

}  // namespace

TEST_CASE("block_defect: every defect changes the block's name or makes it unreadable", "[unit]") {
  const Block good = block_of_height_3();
  REQUIRE(decode_block(encode(good)).has_value());
  for (std::uint8_t defect = 0; defect < kBlockDefects; ++defect) {
    INFO("defect " << int(defect));
    Block block = good;
    REQUIRE(spoil(block, static_cast<BlockDefect>(defect)));
    CHECK(block_hash(block.header) != block_hash(good.header));
  }
  Block empty = good;
  empty.transactions.clear();
  CHECK_FALSE(spoil(empty, BlockDefect::double_spend));
}

TEST_CASE("block_defect: no spoilt LastCommit passes, though its hash is in the header", "[unit]") {
  const Block good = block_of_height_3();
  REQUIRE(fault_of(*good.last_commit) == CommitFault::none);
  CountingRandom random;
  for (std::uint8_t defect = 0; defect < kCommitDefects; ++defect) {
    INFO("defect " << int(defect));
    Block block = good;
    REQUIRE(spoil_last_commit(block, static_cast<CommitDefect>(defect), random));
    CHECK(block.header.last_commit_hash == commit_hash(block.last_commit));
    const bool is_absent = !block.last_commit.has_value();
    CHECK((is_absent || fault_of(*block.last_commit) != CommitFault::none));
  }
  Block first = own_proposal(1, 1, 10).block;
  CHECK_FALSE(spoil_last_commit(first, CommitDefect::too_few, random));
}

TEST_CASE("invalid_block: the bad block goes out whole in place of the good one", "[unit]") {
  const OwnProposal own = proposal_of_block(block_of_height_3());
  for (const char* name : {"invalid_block", "bad_last_commit"}) {
    INFO(name);
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
      TraitorFixture fixture;
      fixture.random = CountingRandom{seed};
      const auto behaviour = fixture.behaviour(name);
      const auto mail = fixture.step(
          *behaviour,
          {own.proposal, own.parts[0], vote_frame(kTraitor, VoteType::prevote, 3, 0, own.id)});
      const std::vector<Frame>& heard = mail.at({2});
      const Proposal bad = proposal_of(heard.front());
      CHECK(bad.block_id != own.id);
      CHECK(is_signed_by(heard.front(), kTraitor, fixture.verifier));
      REQUIRE(heard.size() == 2 + bad.block_id.parts.total);
      for (std::size_t index = 1; index + 1 < heard.size(); ++index) {
        const auto part = decode_block_part(*open_envelope(heard[index].bytes()));
        REQUIRE(part.has_value());
        CHECK(part_set_of(*part) == bad.block_id.parts);
      }
      CHECK(vote_of(heard.back()).block_id == bad.block_id);
      // Asked again, it tells the same story.
      const auto again = fixture.step(*behaviour, {own.proposal, own.parts[0]});
      CHECK(again.at({2}).size() == heard.size() - 1);
      CHECK(again.at({2})[0].id() == heard[0].id());
    }
  }
}

TEST_CASE("bad_last_commit: has nothing to spoil at height 1", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("bad_last_commit");
  const OwnProposal own = own_proposal(1, 1, 10);
  const auto mail = fixture.step(*behaviour, {own.proposal, own.parts[0]});
  CHECK(mail.at({2})[0].id() == own.proposal.id());
  CHECK(mail.at({2})[1].id() == own.parts[0].id());
  CHECK(behaviour->fired() == 0);
}

}  // namespace callo::sim::test
