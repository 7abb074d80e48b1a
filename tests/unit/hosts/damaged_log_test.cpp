#include "sim/hosts/damaged_log.hpp"

#include <algorithm>

#include "protocol/crypto/sha256.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

const LogHeader kHeader{"sphyx", NodeId{3}, 99};

std::vector<Record> records(std::size_t count) {
  std::vector<Record> records;
  for (std::size_t i = 0; i < count; ++i) {
    records.push_back(
        {RecordKind::signed_message, make_frame(Bytes(20 + i, static_cast<std::uint8_t>(i)))});
  }
  return records;
}

Result<LogContent> read_damaged(Disk disk, std::size_t count, std::size_t durable,
                                std::uint64_t seed) {
  const std::vector<Record> all = records(count);
  RandomStream random{seed, Purpose::of("test")};
  return read_log(damaged_log(disk, kHeader, all, durable, random), kHeader.chain_id, kHeader.node);
}

}  // namespace

TEST_CASE("damaged log: what was durable survives a cut anywhere behind it", "[unit]") {
  std::size_t fewest = 10;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const auto content = read_damaged(Disk::torn_anywhere, 10, 6, seed);
    REQUIRE(content.has_value());
    CHECK(content->records.size() >= 6);
    CHECK(content->records.size() < 10);
    fewest = std::min(fewest, content->records.size());
  }
  CHECK(fewest == 6);
}

TEST_CASE("damaged log: a disk that did not keep its word is refused, whatever it did", "[unit]") {
  for (const Disk disk : {Disk::corrupt, Disk::lost_write, Disk::misdirected_write}) {
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
      const auto content = read_damaged(disk, 10, 10, seed);
      REQUIRE_FALSE(content.has_value());
      CHECK(content.error().message.find("the record log is damaged at byte") == 0);
    }
  }
}

TEST_CASE("damaged log: with nothing behind the damage there is nothing to notice", "[unit]") {
  const auto content = read_damaged(Disk::lost_write, 2, 2, 1);
  REQUIRE(content.has_value());
  CHECK(content->records.size() == 2);
}

}  // namespace callo::sim
