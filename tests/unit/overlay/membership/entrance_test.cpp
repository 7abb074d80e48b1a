#include "protocol/overlay/membership/entrance.hpp"

#include <algorithm>

#include "protocol/crypto/sha256.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_crypto.hpp"

namespace callo {

namespace {

using test::fake_key;
using test::FakeSigner;
using test::FakeVerifier;

constexpr CalendarTime kNow{std::chrono::seconds{1'000}};
const OverlayId kSelf{sha256(Bytes{77})};

CopySlice slice(std::uint32_t server, std::uint8_t first, std::uint8_t last) {
  std::vector<CopyEntry> entries;
  for (std::uint8_t number = first; number < last; ++number) {
    entries.push_back({{sha256(Bytes{number})}, {number}});
  }
  std::sort(entries.begin(), entries.end(),
            [](const CopyEntry& a, const CopyEntry& b) { return is_before_by_suffix(a.id, b.id); });
  FakeSigner signer{server};
  return MembershipCopy{entries, 1, kNow, "chain", signer}.slice_around(kSelf, 8);
}

struct Bench {
  Entrance entrance{kSelf,
                    "chain",
                    {{fake_key(1), {1}}, {fake_key(2), {2}}, {fake_key(3), {3}}},
                    {{{Hash{{5}}}, {5}, true}},
                    std::chrono::seconds{30}};
  Entrance::Out out;
  FakeVerifier verifier;

  bool answer(std::uint32_t server, const CopySlice& slice) {
    return entrance.receive({overlay_id_of(fake_key(server)), {server}, false}, EntryReply{slice},
                            kNow, verifier);
  }
};

bool is_among(const std::vector<Neighbour>& contacts, std::uint8_t first, std::uint8_t last) {
  return std::all_of(contacts.begin(), contacts.end(), [&](const Neighbour& contact) {
    return contact.endpoint.value >= first && contact.endpoint.value < last;
  });
}

}  // namespace

TEST_CASE("entrance: takes whom more than half of the servers name, nearest first",
          "[unit][overlay]") {
  Bench bench;
  bench.entrance.begin(bench.out);
  CHECK(bench.out.size() == 3);
  CHECK(bench.answer(1, slice(1, 0, 40)));
  CHECK(bench.answer(2, slice(2, 0, 40)));
  CHECK(bench.entrance.take_contacts().empty());  // the third may still answer
  CHECK(bench.answer(3, slice(3, 100, 140)));     // a network of its own
  const std::vector<Neighbour> contacts = bench.entrance.take_contacts();
  CHECK(contacts.size() == 8);
  CHECK(is_among(contacts, 0, 40));
  CHECK(bench.entrance.outvoted() == 1);
  CHECK(std::is_sorted(contacts.begin(), contacts.end(), [](const auto& a, const auto& b) {
    return Digits{2}.common_suffix(a.id, kSelf) > Digits{2}.common_suffix(b.id, kSelf);
  }));
}

TEST_CASE("entrance: a server that is down does not hold up the others for long",
          "[unit][overlay]") {
  Bench bench;
  bench.entrance.begin(bench.out);
  bench.answer(1, slice(1, 0, 40));
  bench.answer(2, slice(2, 0, 40));
  bench.entrance.retry(bench.out);
  CHECK(bench.entrance.take_contacts().size() == 8);
}

TEST_CASE(
    "entrance: one liar and one that is down leave no majority; members known from elsewhere do",
    "[unit][overlay]") {
  Bench bench;
  bench.entrance.begin(bench.out);
  for (unsigned round = 1; round <= Entrance::kPatience; ++round) {
    CHECK(bench.entrance.take_contacts().empty());
    bench.answer(1, slice(1, 0, 40));
    bench.answer(2, slice(2, 100, 140));
    bench.entrance.retry(bench.out);
  }
  const std::vector<Neighbour> contacts = bench.entrance.take_contacts();
  REQUIRE(contacts.size() == 1);
  CHECK(contacts[0].endpoint.value == 5);
}

TEST_CASE("entrance: refuses and counts forged copies, and answers that were not asked for",
          "[unit][overlay]") {
  Bench bench;
  CHECK_FALSE(bench.answer(1, slice(1, 0, 40)));
  bench.entrance.begin(bench.out);
  CHECK_FALSE(bench.answer(4, slice(4, 0, 40)));
  CHECK(bench.answer(1, slice(2, 0, 40)));  // signed by another server
  CHECK(bench.entrance.refused()[static_cast<std::size_t>(CopyDefect::bad_signature)] == 1);
  CHECK_FALSE(bench.answer(1, slice(1, 0, 40)));  // only one answer each
}

}  // namespace callo
