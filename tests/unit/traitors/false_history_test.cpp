#include "sim/traitors/false_history.hpp"

#include <algorithm>
#include <bit>
#include <limits>

#include "protocol/node/decided_block.hpp"
#include "protocol/node/snapshot_messages.hpp"
#include "protocol/node/status.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/mail_reading.hpp"

namespace callo::sim::test {

namespace {

Frame own_message(TraitorFixture& fixture, MessageKind kind, std::uint64_t sequence,
                  BytesView data) {
  return seal({kChain, kind, kTraitor, sequence}, data, fixture.signer);
}

}  // namespace

TEST_CASE("false history: tells heights above, below and at the end of all, properly signed",
          "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("false_history");
  bool is_above = false;
  bool is_below = false;
  bool is_at_the_end = false;
  for (std::uint64_t sequence = 1; sequence <= 60; ++sequence) {
    const Frame honest =
        own_message(fixture, MessageKind::status, sequence, encode_data(Status{9, 0, false, {}}));
    const auto mail = fixture.step(*behaviour, {honest});
    REQUIRE(mail.at({0}).size() == 1);
    CHECK(is_signed_by(mail.at({0})[0], kTraitor, fixture.verifier));
    const auto status = decode_status(open_envelope(mail.at({0})[0].bytes())->data);
    REQUIRE(status.has_value());
    CHECK(status->height != 9);
    is_above |= status->height > 9 && status->height < 2'000'000;
    is_below |= status->height < 9;
    is_at_the_end |= status->height == std::numeric_limits<Height>::max();
  }
  CHECK(is_above);
  CHECK(is_below);
  CHECK(is_at_the_end);
  CHECK(behaviour->fired() == 60);
}

TEST_CASE("false history: never serves the block that it was asked for, nor is silent for long",
          "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("false_history");
  int served = 0;
  int older = 0;
  int false_blocks = 0;
  int false_commits = 0;
  for (std::uint64_t sequence = 2; sequence < 202; ++sequence) {
    // Every height is asked for twice, so that the answer before may be the true one.
    const Height height = sequence / 2;
    const Bytes block(200, static_cast<std::uint8_t>(height));
    const Bytes commit(100, static_cast<std::uint8_t>(height));
    const Frame own = own_message(fixture, MessageKind::decided_block, sequence,
                                  encode_data(DecidedBlock{height, block, commit}));
    auto mail = fixture.step(*behaviour, {own});
    for (const Frame& frame : mail[{0}]) {
      const Envelope envelope = *open_envelope(frame.bytes());
      const auto decided = decode_decided_block(envelope.data);
      REQUIRE(decided.has_value());
      const bool is_older = decided->height != height;
      const bool is_block = std::ranges::equal(decided->block, block);
      const bool is_commit = std::ranges::equal(decided->commit, commit);
      CHECK_FALSE((!is_older && is_block && is_commit));
      ++served;
      older += is_older;
      false_blocks += !is_older && !is_block;
      false_commits += !is_older && !is_commit;
    }
  }
  CHECK(served > 100);
  CHECK(served < 200);
  CHECK(older > 10);
  CHECK(false_blocks > 10);
  CHECK(false_commits > 10);
  CHECK(behaviour->fired() == 200);
}

TEST_CASE("false history: the older answer is of the same kind as the one asked for", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("false_history");
  for (std::uint64_t sequence = 1; sequence <= 200; ++sequence) {
    const bool is_offer = sequence % 2 == 0;
    const MessageKind kind = is_offer ? MessageKind::snapshot_offer : MessageKind::snapshot_piece;
    const Bytes data(sequence, is_offer ? 0xf0 : 0x0f);
    const Frame own = own_message(fixture, kind, sequence, data);
    auto mail = fixture.step(*behaviour, {own});
    for (const Frame& frame : mail[{0}]) {
      const Envelope envelope = *open_envelope(frame.bytes());
      CHECK(envelope.header.kind == kind);
      CHECK_FALSE(std::equal(data.begin(), data.end(), envelope.data.begin(), envelope.data.end()));
      // One bit apart at most.
      for (const std::uint8_t byte : envelope.data) {
        CHECK(std::popcount(static_cast<unsigned>(byte ^ data.front())) <= 1);
      }
    }
  }
}

TEST_CASE("false history: offers of snapshots with another's turn, or with another state",
          "[unit]") {
  const ValidatorSet set{{{NodeId{2}, PublicKey{{1}}, 5, 0}, {NodeId{4}, PublicKey{{2}}, 7, 0}}};
  const Bytes block(200, 1);
  const Bytes commit(100, 2);
  const SnapshotOffer honest{
      {8, block, commit}, {9, block, commit}, set,
      set.advanced(1),    set.advanced(2),    {{{{CoinOutline::kPiece, Hash{{1}}}}}, {4, 5, 6}}};
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("false_history");
  int other_turns = 0;
  int other_states = 0;
  for (std::uint64_t sequence = 1; sequence <= 100; ++sequence) {
    auto mail = fixture.step(*behaviour, {own_message(fixture, MessageKind::snapshot_offer,
                                                      sequence, encode_data(honest))});
    for (const Frame& frame : mail[{0}]) {
      const Envelope envelope = *open_envelope(frame.bytes());
      const auto offer = decode_snapshot_offer(envelope.data);
      if (!offer.has_value()) {
        continue;
      }
      const auto names_others = [](const ValidatorSet& said, const ValidatorSet& truth) {
        return said.hash() == truth.hash() && said.priorities_hash() != truth.priorities_hash();
      };
      other_turns += names_others(offer->validators, honest.validators) &&
                     names_others(offer->next_validators, honest.next_validators);
      other_states += offer->manifest.coins == honest.manifest.coins &&
                      offer->manifest.rest != honest.manifest.rest;
    }
  }
  CHECK(other_turns > 10);
  CHECK(other_states > 10);
}

TEST_CASE("false history: an empty answer or one that cannot be read is left out", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("false_history");
  for (const MessageKind kind : {MessageKind::status, MessageKind::decided_block,
                                 MessageKind::snapshot_offer, MessageKind::snapshot_piece}) {
    for (std::uint64_t sequence = 1; sequence <= 20; ++sequence) {
      CHECK(fixture.step(*behaviour, {own_message(fixture, kind, sequence, {})}).empty());
    }
  }
}

TEST_CASE("false history: its votes and others' messages are left alone", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("false_history");
  const Frame own = vote_frame(kTraitor, VoteType::prevote, 1, 0, block_id(7));
  const auto mail = fixture.step(*behaviour, {own});
  CHECK(mail.at({0}).front().id() == own.id());
  CHECK(behaviour->fired() == 0);
}

}  // namespace callo::sim::test
