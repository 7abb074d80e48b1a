#include "protocol/node/record_log.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/log_samples.hpp"

namespace callo {

using test::is_prefix;
using test::sample_log;
using test::sample_log_header;
using test::sample_records;
using test::SampleLog;

namespace {

Result<LogContent> read(BytesView bytes) {
  return read_log(bytes, "sphyx", NodeId{3});
}

}  // namespace

TEST_CASE("record log: what was written is read", "[unit][node]") {
  const SampleLog log = sample_log();
  const auto content = read(log.bytes);
  REQUIRE(content.has_value());
  CHECK(content->records.size() == sample_records().size());
  CHECK(is_prefix(content->records, sample_records()));
  CHECK(content->header.salt == sample_log_header().salt);
  CHECK(content->kept_bytes == log.bytes.size());
  CHECK(content->cut_bytes == 0);
}

TEST_CASE("record log: a log that ends anywhere gives the records that are whole", "[unit][node]") {
  const SampleLog log = sample_log();
  for (std::size_t size = 0; size < log.bytes.size(); ++size) {
    INFO("cut to " << size << " bytes");
    const auto content = read(BytesView{log.bytes}.first(size));
    if (size < log.ends.front()) {
      REQUIRE_FALSE(content.has_value());
      CHECK(content.error().message.find("byte 0") != std::string::npos);
      continue;
    }
    REQUIRE(content.has_value());
    std::size_t whole = 0;
    while (whole + 1 < log.ends.size() && log.ends[whole + 1] <= size) {
      ++whole;
    }
    CHECK(content->records.size() == whole);
    CHECK(is_prefix(content->records, sample_records()));
    CHECK(content->kept_bytes == log.ends[whole]);
    CHECK(content->cut_bytes == size - log.ends[whole]);
  }
}

TEST_CASE("record log: every flipped bit is found; only the last record may be cut for it",
          "[unit][node]") {
  const SampleLog log = sample_log();
  const std::size_t last = log.ends[log.ends.size() - 2];
  for (std::size_t bit = 0; bit < log.bytes.size() * 8; ++bit) {
    INFO("bit " << bit % 8 << " of byte " << bit / 8);
    Bytes damaged = log.bytes;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    const auto content = read(damaged);
    if (bit / 8 >= last) {
      REQUIRE(content.has_value());
      CHECK(content->records.size() == sample_records().size() - 1);
      CHECK(is_prefix(content->records, sample_records()));
      CHECK(content->cut_bytes == log.bytes.size() - last);
      continue;
    }
    REQUIRE_FALSE(content.has_value());
    const auto start = std::upper_bound(log.ends.begin(), log.ends.end(), bit / 8);
    const std::size_t offset = start == log.ends.begin() ? 0 : *(start - 1);
    CHECK(content.error().message.find("byte " + std::to_string(offset) + ":") !=
          std::string::npos);
  }
}

TEST_CASE("record log: a record missing from the middle is found", "[unit][node]") {
  SampleLog log = sample_log();
  log.bytes.erase(log.bytes.begin() + static_cast<std::ptrdiff_t>(log.ends[1]),
                  log.bytes.begin() + static_cast<std::ptrdiff_t>(log.ends[2]));
  CHECK_FALSE(read(log.bytes).has_value());
}

TEST_CASE("record log: a payload that looks like a record does not make a torn log look damaged",
          "[unit][node]") {
  // The attacker knows the format and all of the header but the salt.
  LogHeader guessed = sample_log_header();
  guessed.salt = 0;
  const SampleLog forged = sample_log(sample_records(), guessed);
  const SampleLog log = sample_log({{RecordKind::signed_message, make_frame(Bytes{forged.bytes})}});
  const auto content = read(BytesView{log.bytes}.first(log.bytes.size() - 1));
  REQUIRE(content.has_value());
  CHECK(content->records.empty());
  CHECK(content->cut_bytes > 0);
}

TEST_CASE("record log: another chain's, node's or version's log is refused", "[unit][node]") {
  const SampleLog log = sample_log();
  CHECK_FALSE(read_log(log.bytes, "other", NodeId{3}).has_value());
  CHECK_FALSE(read_log(log.bytes, "sphyx", NodeId{4}).has_value());
  CHECK_FALSE(read({}).has_value());
}

TEST_CASE("record log: records appended after reading continue the numbers", "[unit][node]") {
  const std::vector<Record> records = sample_records();
  SampleLog log = sample_log({records.begin(), records.begin() + 2});
  LogWriter writer{sample_log_header(), 2};
  Writer out;
  out.raw(log.bytes);
  writer.append(records[2], out);
  writer.append(records[3], out);
  const auto content = read(out.view());
  REQUIRE(content.has_value());
  CHECK(content->records.size() == records.size());
}

}  // namespace callo
