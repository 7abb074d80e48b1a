#include "protocol/base/frame.hpp"

#include <type_traits>

#include "tests/support/catch.hpp"

using namespace callo;

namespace {

// Counts itself, so that a test sees when a frame's body dies.
struct Counted final : DecodedForm {
  explicit Counted(int& alive_) : alive{alive_} { ++alive; }

  ~Counted() override { --alive; }

  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;
  int& alive;
};

Frame frame_of(int& alive) {
  Frame frame{Bytes{1, 2, 3}, ContentId{4, 5}};
  frame.remember(std::make_unique<Counted>(alive));
  return frame;
}

}  // namespace

TEST_CASE("frame: holds its bytes, its name and nothing when empty", "[unit][base]") {
  const Frame frame{Bytes{1, 2, 3}, ContentId{4, 5}};
  CHECK(frame);
  CHECK(frame.size() == 3);
  CHECK(frame.bytes()[2] == 3);
  CHECK(frame.id() == ContentId{4, 5});
  CHECK(frame.remembered() == nullptr);
  CHECK_FALSE(Frame{});
}

TEST_CASE("frame: lives until its last holder goes", "[unit][base]") {
  int alive = 0;
  {
    Frame first = frame_of(alive);
    {
      const Frame second = first;
      CHECK(second.bytes().data() == first.bytes().data());
      first = Frame{};
      CHECK(alive == 1);
      CHECK(second.size() == 3);
    }
    CHECK(alive == 0);
  }
  CHECK(alive == 0);
}

TEST_CASE("frame: survives assignment to itself", "[unit][base]") {
  int alive = 0;
  Frame frame = frame_of(alive);
  const Frame& same = frame;
  frame = same;
  CHECK(alive == 1);
  CHECK(frame.size() == 3);
}

TEST_CASE("frame: moves without a second holder", "[unit][base]") {
  int alive = 0;
  Frame from = frame_of(alive);
  Frame to = std::move(from);
  CHECK_FALSE(from);  // NOLINT(bugprone-use-after-move): the state after a move is what is tested
  to = Frame{};
  CHECK(alive == 0);
}

TEST_CASE("frame: lives in plain pointers until each that was shared is adopted", "[unit][base]") {
  int alive = 0;
  Frame frame = frame_of(alive);
  void* const body = frame.share(2);
  frame = Frame{};
  CHECK(alive == 1);
  {
    const Frame adopted = Frame::adopt(body);
    CHECK(adopted.id() == ContentId{4, 5});
  }
  CHECK(alive == 1);
  Frame::adopt(body);
  CHECK(alive == 0);
}

TEST_CASE("frame: shares what was remembered among holders", "[unit][base]") {
  int alive = 0;
  const Frame first = frame_of(alive);
  const Frame second = first;
  CHECK(second.remembered() != nullptr);
  CHECK(second.remembered() == first.remembered());
  first.remember(nullptr);
  CHECK(second.remembered() == nullptr);
  CHECK(alive == 0);
}

TEST_CASE("frame: moving cannot throw, so containers never copy it", "[unit][base]") {
  STATIC_REQUIRE(std::is_nothrow_move_constructible_v<Frame>);
  STATIC_REQUIRE(std::is_nothrow_copy_constructible_v<Frame>);
}
