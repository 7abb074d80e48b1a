#include "sim/traitors/false_history.hpp"

#include "protocol/node/decided_block.hpp"
#include "protocol/node/status.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

TEST_CASE("false history: claims heights that it does not have, under its own signature",
          "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("false_history");
  const Header header{kChain, MessageKind::status, kTraitor, 5};
  for (int turn = 0; turn < 50; ++turn) {
    const Frame own = seal(header, encode_data(Status{7, 0, false, {}}), fixture.signer);
    const auto mail = fixture.step(*behaviour, {own});
    const auto envelope = open_envelope(mail.at({0}).front().bytes());
    CHECK(decode_status(envelope->data)->height > 7);
    CHECK(verify_envelope(*envelope, fixture.signer.public_key(), fixture.verifier));
  }
  CHECK(behaviour->fired() == 50);
}

TEST_CASE("false history: never serves the block that it was asked for", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("false_history");
  const Bytes block(200, 1);
  const Bytes commit(100, 2);
  std::uint64_t served = 0;
  for (Height height = 1; height <= 200; ++height) {
    const Header header{kChain, MessageKind::decided_block, kTraitor, height};
    const Frame own =
        seal(header, encode_data(DecidedBlock{height, block, commit}), fixture.signer);
    for (const auto& [receiver, frames] : fixture.step(*behaviour, {own})) {
      for (const Frame& frame : frames) {
        CHECK(frame.id() != own.id());
        ++served;
      }
    }
  }
  CHECK(served > 200);  // not silent either
  CHECK(behaviour->fired() == 200);
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
