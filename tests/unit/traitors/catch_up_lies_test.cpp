#include "sim/traitors/catch_up_lies.hpp"

#include <limits>

#include "protocol/node/decided_block.hpp"
#include "protocol/node/status.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/traitors/mail_reading.hpp"

namespace callo::sim::test {

TEST_CASE("catch_up_lies: tells heights far above and below its own", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("catch_up_lies");
  bool is_above = false;
  bool is_below = false;
  bool is_at_the_end = false;
  for (std::uint64_t sequence = 1; sequence <= 60; ++sequence) {
    const Header header{kChain, MessageKind::status, kTraitor, sequence};
    const Frame honest = seal(header, encode_data(Status{9, 0, false, {}}), fixture.signer);
    const auto mail = fixture.step(*behaviour, {honest});
    REQUIRE(mail.at({0}).size() == 1);
    CHECK(is_signed_by(mail.at({0})[0], kTraitor, fixture.verifier));
    const auto status = decode_status(open_envelope(mail.at({0})[0].bytes())->data);
    REQUIRE(status.has_value());
    is_above |= status->height > 9;
    is_below |= status->height < 9;
    is_at_the_end |= status->height == std::numeric_limits<Height>::max();
  }
  CHECK(is_above);
  CHECK(is_below);
  CHECK(is_at_the_end);
  CHECK(behaviour->fired() == 60);
}

TEST_CASE("catch_up_lies: never sends the decided block that it was asked for", "[unit]") {
  TraitorFixture fixture;
  const auto behaviour = fixture.behaviour("catch_up_lies");
  std::size_t silences = 0;
  for (std::uint64_t sequence = 1; sequence <= 60; ++sequence) {
    const Bytes block(50, static_cast<std::uint8_t>(sequence));
    const Bytes commit(30, static_cast<std::uint8_t>(sequence));
    const Header header{kChain, MessageKind::decided_block, kTraitor, sequence};
    const Frame honest =
        seal(header, encode_data(DecidedBlock{sequence, block, commit}), fixture.signer);
    const auto mail = fixture.step(*behaviour, {honest});
    if (mail.empty()) {
      ++silences;
    } else {
      CHECK(mail.at({0})[0].id() != honest.id());
    }
  }
  CHECK(silences > 3);
  CHECK(silences < 40);
}

}  // namespace callo::sim::test
