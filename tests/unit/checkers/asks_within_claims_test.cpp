#include "sim/checkers/asks_within_claims.hpp"

#include "protocol/node/block_request.hpp"
#include "protocol/node/status.hpp"
#include "tests/support/catch.hpp"
#include "tests/unit/checkers/checker_fixture.hpp"

namespace callo::sim::test {

namespace {

// Node 3 is a traitor; node 0 is judged. A status tells of the height that its sender works on.
struct ClaimsFixture : CheckerFixture {
  ClaimsFixture() { context.status_interval = std::chrono::seconds{1}; }

  void claim(Height decided, int second, std::uint32_t signer = 3) {
    const Header header{kChain, MessageKind::status, {3}, ++sequence};
    set.on_arrival(moment(0, second), EndpointId{3},
                   seal(header, encode_data(Status{decided + 1, 0, false, {}}), *signers[signer]));
  }

  void ask(Height first, std::uint32_t count, std::uint32_t incarnation = 0) {
    const Header header{kChain, MessageKind::block_request, {0}, 1};
    const Frame frame = seal(header, encode_data(BlockRequest{first, count}), *signers[0]);
    const std::vector<EndpointId> targets{EndpointId{3}};
    set.on_wish(moment(0, 9, incarnation), targets, frame);
  }

  std::string found() const { return set.violations().empty() ? "" : set.violations()[0].detail; }

  std::uint64_t sequence = 0;
  CheckerSet set = checkers("asks_within_claims");
};

}  // namespace

TEST_CASE("asks_within_claims: up to what a peer has, and no further", "[unit]") {
  for (const std::uint32_t count : {4U, 5U}) {
    ClaimsFixture f;
    f.claim(7, 1);
    f.ask(4, count);
    CHECK(f.found() ==
          (count == 4 ? "" : "asks endpoint 3 for block 8, which has said last that it has 7"));
  }
}

TEST_CASE("asks_within_claims: what a peer takes back is not asked for any more", "[unit]") {
  ClaimsFixture f;
  f.claim(1'000'000, 1);
  f.ask(4, 16);
  CHECK(f.found().empty());
  f.claim(3, 2);
  f.ask(4, 16);
  CHECK(f.found() == "asks endpoint 3 for block 19, which has said last that it has 3");
}

TEST_CASE("asks_within_claims: a status that may be passed over takes nothing back", "[unit]") {
  ClaimsFixture forged;
  forged.claim(9, 1);
  forged.claim(3, 2, 1);
  forged.ask(4, 2);
  CHECK(forged.found().empty());
  ClaimsFixture old;
  old.sequence = 5;
  old.claim(9, 1);
  old.sequence = 2;
  old.claim(3, 3);
  old.ask(4, 2);
  CHECK(old.found().empty());
  ClaimsFixture hasty;
  hasty.claim(9, 1);
  hasty.claim(3, 1);
  hasty.ask(4, 2);
  CHECK(hasty.found().empty());
}

TEST_CASE("asks_within_claims: who comes back from a crash knows of no claim", "[unit]") {
  ClaimsFixture f;
  f.claim(9, 1);
  f.ask(4, 2, 1);
  CHECK(f.found() == "asks endpoint 3 for block 5, which has said last that it has 0");
}

}  // namespace callo::sim::test
