#include "protocol/overlay/membership/replay_guard.hpp"

#include "tests/support/catch.hpp"

namespace callo {

namespace {

OverlayId sender(std::uint32_t number) {
  OverlayId id;
  id.value.bytes[0] = static_cast<std::uint8_t>(number);
  id.value.bytes[1] = static_cast<std::uint8_t>(number >> 8);
  return id;
}

}  // namespace

TEST_CASE("replay guard: takes each number of a sender once, in any order within its window",
          "[unit][overlay]") {
  ReplayGuard guard;
  CHECK(guard.take(sender(1), 100));
  CHECK_FALSE(guard.take(sender(1), 100));
  CHECK(guard.take(sender(2), 100));
  CHECK(guard.take(sender(1), 163));
  CHECK(guard.take(sender(1), 101));
  CHECK_FALSE(guard.take(sender(1), 101));
  CHECK_FALSE(guard.take(sender(1), 100));
  CHECK_FALSE(guard.take(sender(1), 99));  // 64 behind: it cannot tell any more
  CHECK(guard.take(sender(1), 1'000));
  CHECK_FALSE(guard.take(sender(1), 163));
  CHECK(guard.take(sender(1), 999));
}

TEST_CASE("replay guard: forgets whoever's numbers are oldest, and no more than it must",
          "[unit][overlay]") {
  ReplayGuard guard;
  for (std::uint32_t number = 0; number < 2 * ReplayGuard::kSendersMax; ++number) {
    CHECK(guard.take(sender(number), 1'000 + number));
  }
  CHECK(guard.senders() == ReplayGuard::kSendersMax);
  const std::uint32_t last = 2 * ReplayGuard::kSendersMax - 1;
  CHECK_FALSE(guard.take(sender(last), 1'000 + last));
  CHECK_FALSE(guard.take(sender(last - 1), 1'000 + last - 1));
}

}  // namespace callo
