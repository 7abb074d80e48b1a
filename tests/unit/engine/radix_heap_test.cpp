#include "sim/engine/radix_heap.hpp"

#include <algorithm>
#include <vector>

#include "sim/engine/random_stream.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

// What a heap must do, said in the simplest way: smallest key first, first come first served.
class SortedList {
 public:
  void push(std::uint64_t key, std::uint64_t value) {
    const auto after = std::upper_bound(
        entries_.begin(), entries_.end(), key,
        [](std::uint64_t k, const RadixHeap::Entry& entry) { return k < entry.key; });
    entries_.insert(after, {key, value});
  }

  RadixHeap::Entry pop() {
    const RadixHeap::Entry first = entries_.front();
    entries_.erase(entries_.begin());
    return first;
  }

  const RadixHeap::Entry& peek() const { return entries_.front(); }

  std::size_t size() const { return entries_.size(); }

 private:
  std::vector<RadixHeap::Entry> entries_;
};

constexpr std::uint64_t kDateMax = std::uint64_t{1} << 63;

bool equal(const RadixHeap::Entry& a, const RadixHeap::Entry& b) {
  return a.key == b.key && a.value == b.value;
}

// Random pushes, pops and peeks upon `pending` pushes; keys at most `spread` above the last popped
// one.
void compare_with_list(std::uint64_t seed, std::uint64_t spread, std::uint64_t pending = 0) {
  RandomStream random{seed, Purpose::of("test.heap")};
  RadixHeap heap;
  SortedList list;
  std::uint64_t last = 0;
  bool same = true;
  for (std::uint64_t i = 0; i < pending + 4'000 && same; ++i) {
    const std::uint64_t choice = i < pending ? 0 : random.below(10);
    if (choice < 5 || list.size() == 0) {
      const std::uint64_t key = last + random.below(std::min(spread, kDateMax - last) + 1);
      heap.push(key, i);
      list.push(key, i);
    } else if (choice < 9) {
      const RadixHeap::Entry expected = list.pop();
      last = expected.key;
      same = equal(heap.pop(), expected);
    } else {
      same = equal(heap.peek(), list.peek());
    }
    same = same && heap.size() == list.size();
  }
  while (same && list.size() != 0) {
    same = equal(heap.pop(), list.pop());
  }
  CHECK(same);
  CHECK(heap.empty());
}

}  // namespace

TEST_CASE("radix heap: pops like a sorted list whatever the spread of keys") {
  const std::uint64_t spread =
      GENERATE(as<std::uint64_t>{}, 0, 1, 5, 63, 64, 1'000, 300'000, 1ULL << 40, 1ULL << 62);
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    INFO("seed " << seed << ", spread " << spread);
    compare_with_list(seed, spread);
  }
}

TEST_CASE("radix heap: pops like a sorted list when much is pending") {
  const std::uint64_t spread = GENERATE(as<std::uint64_t>{}, 0, 63, 1'000, 300'000, 1ULL << 40);
  for (std::uint64_t seed = 0; seed < 5; ++seed) {
    INFO("seed " << seed << ", spread " << spread);
    compare_with_list(seed, spread, 3'000);
  }
}

// The first pop opens a run that reaches far; so much is pushed into it that it has to close, after
// a peek beyond it. Keys repeat, so that equals stand on both sides of the closing.
TEST_CASE("radix heap: a run that grows too long keeps the order") {
  const bool is_exhausted = GENERATE(false, true);
  RadixHeap heap;
  SortedList list;
  const auto push = [&](std::uint64_t key, std::uint64_t value) {
    heap.push(key, value);
    list.push(key, value);
  };
  push(1'000'000, 1);
  push(std::uint64_t{1} << 40, 2);
  if (!is_exhausted) {
    push(1'040'000, 3);
  }
  CHECK(equal(heap.pop(), list.pop()));
  CHECK(equal(heap.peek(), list.peek()));
  for (std::uint64_t i = 0; i < 2'000; ++i) {
    push(1'000'000 + i * 7'919 % 900, 10 + i);
    if (!equal(heap.peek(), list.peek())) {
      FAIL("after " << i << " pushes");
    }
  }
  while (list.size() != 0) {
    REQUIRE(equal(heap.pop(), list.pop()));
  }
  CHECK(heap.empty());
}

TEST_CASE("radix heap: peeking does not forbid what is smaller than what was seen") {
  RadixHeap heap;
  heap.push(5'000'000, 1);
  CHECK(heap.peek().key == 5'000'000);
  heap.push(7, 2);
  CHECK(heap.peek().value == 2);
  CHECK(heap.pop().value == 2);
  heap.push(7, 3);
  CHECK(heap.pop().value == 3);
  CHECK(heap.pop().value == 1);
}

TEST_CASE("radix heap: visits every entry that has not come out") {
  RadixHeap heap;
  for (std::uint64_t value = 0; value < 10; ++value) {
    heap.push(value < 5 ? 40 : 100'000 + value, value);
  }
  heap.pop();
  heap.pop();
  std::vector<std::uint64_t> seen;
  heap.for_each([&seen](const RadixHeap::Entry& entry) { seen.push_back(entry.value); });
  std::sort(seen.begin(), seen.end());
  CHECK(seen == std::vector<std::uint64_t>{2, 3, 4, 5, 6, 7, 8, 9});
}

}  // namespace callo::sim
