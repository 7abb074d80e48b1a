#include "sim/traitors/censor.hpp"

#include "sim/traitors/own_parts.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

namespace {

std::vector<Frame> said_of(const OwnProposal& own) {
  std::vector<Frame> said{own.proposal};
  said.insert(said.end(), own.parts.begin(), own.parts.end());
  said.push_back(vote_frame(kTraitor, VoteType::prevote, 1, 0, own.id));
  return said;
}

// The block that the mail proposes, and what it votes for.
struct Heard {
  Block block;
  Proposal proposal;
  Vote vote;
};

Heard heard_in(const std::vector<Frame>& mail) {
  Heard heard;
  std::vector<Frame> parts;
  for (const Frame& frame : mail) {
    const auto envelope = open_envelope(frame.bytes());
    if (const auto proposal = decode_proposal(*envelope)) {
      heard.proposal = *proposal;
    } else if (const auto vote = decode_vote(*envelope)) {
      heard.vote = *vote;
    } else if (decode_block_part(*envelope)) {
      parts.push_back(frame);
    }
  }
  heard.block = decode_own_block(parts).value();
  return heard;
}

}  // namespace

TEST_CASE("propose_empty: another block, empty, with its own roots, and votes for it", "[unit]") {
  TraitorFixture fixture;
  const OwnProposal own = own_proposal(1, 5, 40);
  const auto behaviour = fixture.behaviour("propose_empty");
  const Heard heard = heard_in(fixture.step(*behaviour, said_of(own)).at({0}));
  CHECK(heard.block.transactions.empty());
  CHECK(heard.block.header.transactions_root == merkle_root({}));
  CHECK(heard.proposal.block_id.hash == block_hash(heard.block.header));
  CHECK(heard.vote.block_id == heard.proposal.block_id);
  CHECK(behaviour->fired() > 0);
}

TEST_CASE("censor: leaves out what the payers' nodes submitted, and nothing else", "[unit]") {
  TraitorFixture fixture;
  fixture.payers = {{1}};
  const OwnProposal own = own_proposal(1, 5, 40);
  const auto behaviour = fixture.behaviour("censor");
  for (const std::uint32_t index : {0u, 2u, 3u}) {
    const NodeId submitter{index == 3 ? 2u : 1u};
    Ed25519Signer signer = signer_of(submitter);
    const Frame heard = seal({kChain, MessageKind::transaction, submitter, index},
                             own.block.transactions[index], signer);
    fixture.step(*behaviour, {}, Received{{1}, heard});
  }
  const Heard heard = heard_in(fixture.step(*behaviour, said_of(own)).at({0}));
  const auto& all = own.block.transactions;
  CHECK(heard.block.transactions == std::vector{all[1], all[3], all[4]});
}

TEST_CASE("censor: a block with nothing to leave out is proposed as it is", "[unit]") {
  TraitorFixture fixture;
  fixture.payers = {{1}};
  const OwnProposal own = own_proposal(1, 5, 40);
  const auto behaviour = fixture.behaviour("censor");
  const auto mail = fixture.step(*behaviour, said_of(own));
  CHECK(heard_in(mail.at({0})).proposal.block_id == own.id);
  CHECK(behaviour->fired() == 0);
}

}  // namespace callo::sim::test
