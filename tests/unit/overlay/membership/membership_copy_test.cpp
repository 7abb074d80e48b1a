#include "protocol/overlay/membership/membership_copy.hpp"

#include <algorithm>

#include "protocol/crypto/sha256.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fake_crypto.hpp"

namespace callo {

namespace {

using test::FakeSigner;
using test::FakeVerifier;

OverlayId id_of(std::uint8_t number) {
  return {sha256(Bytes{number})};
}

std::vector<CopyEntry> members(std::uint8_t count) {
  std::vector<CopyEntry> entries;
  for (std::uint8_t number = 0; number < count; ++number) {
    entries.push_back({id_of(number), {number}});
  }
  std::sort(entries.begin(), entries.end(),
            [](const CopyEntry& a, const CopyEntry& b) { return is_before_by_suffix(a.id, b.id); });
  return entries;
}

constexpr CalendarTime kNow{std::chrono::seconds{1'000}};
const CopyRules kRules{"chain", test::fake_key(1), std::chrono::seconds{30}};

MembershipCopy copy_of(std::uint8_t count) {
  FakeSigner signer{1};
  return {members(count), 7, kNow, "chain", signer};
}

CopyDefect check(const CopySlice& slice, const OverlayId& asker, CalendarTime now = kNow) {
  FakeVerifier verifier;
  return check_slice(slice, asker, kRules, now, verifier);
}

}  // namespace

TEST_CASE("membership copy: all that share a suffix stand side by side", "[unit][overlay]") {
  const std::vector<CopyEntry> entries = members(200);
  for (const unsigned base : {2U, 4U, 16U}) {
    const Digits digits{base};
    for (std::size_t i = 0; i + 2 < entries.size(); ++i) {
      // What the first and the third share, the one between them shares as well.
      const unsigned shared = digits.common_suffix(entries[i].id, entries[i + 2].id);
      CHECK(digits.common_suffix(entries[i].id, entries[i + 1].id) >= shared);
    }
  }
}

TEST_CASE("membership copy: every slice of every size proves itself to whom it is for",
          "[unit][overlay]") {
  for (const unsigned members_count : {0U, 1U, 2U, 3U, 5U, 16U, 17U, 100U}) {
    const auto count = static_cast<std::uint8_t>(members_count);
    const MembershipCopy copy = copy_of(count);
    for (std::uint8_t asker = 0; asker < 150; ++asker) {
      const CopySlice slice = copy.slice_around(id_of(asker), 8);
      INFO(int{count} << " members, asker " << int{asker});
      CHECK(slice.entries.size() == std::min<std::size_t>(count, 8));
      CHECK(check(slice, id_of(asker)) == CopyDefect::none);
    }
  }
}

TEST_CASE("membership copy: whatever is changed in a slice shows", "[unit][overlay]") {
  const MembershipCopy copy = copy_of(100);
  const OverlayId asker = id_of(140);
  const CopySlice good = copy.slice_around(asker, 8);

  CopySlice named = good;
  named.entries[3].id = id_of(141);
  CHECK(check(named, asker) == CopyDefect::bad_proof);

  CopySlice moved = good;
  moved.entries[3].endpoint = EndpointId{9'999};
  CHECK(check(moved, asker) == CopyDefect::bad_proof);

  CopySlice shorter = good;
  shorter.entries.erase(shorter.entries.begin() + 3);
  CHECK(check(shorter, asker) == CopyDefect::bad_proof);

  CopySlice shifted = good;
  ++shifted.first;
  CHECK(check(shifted, asker) == CopyDefect::bad_proof);

  CopySlice newer = good;
  ++newer.head.version;
  CHECK(check(newer, asker) == CopyDefect::bad_signature);

  // A true slice, of somewhere else: the nearest ones are left out.
  const std::span<const CopyEntry> all = copy.entries();
  const CopySlice elsewhere =
      copy.slice_around(is_before_by_suffix(asker, all[50].id) ? all[90].id : all[10].id, 8);
  CHECK(check(elsewhere, asker) == CopyDefect::not_mine);

  CHECK(check(good, asker, kNow + std::chrono::seconds{31}) == CopyDefect::too_old);
  CHECK(check(good, asker, kNow - std::chrono::seconds{31}) == CopyDefect::too_old);
}

}  // namespace callo
