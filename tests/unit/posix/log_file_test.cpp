#include "protocol/posix/log_file.hpp"

#include <fstream>

#include <stdlib.h>

#include "tests/support/catch.hpp"
#include "tests/support/log_samples.hpp"

namespace callo {

using test::is_prefix;
using test::sample_log;
using test::sample_log_header;
using test::sample_records;
using test::SampleLog;

namespace {

// A folder that is gone afterwards.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "callo-log-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }

  ~TemporaryFolder() { std::filesystem::remove_all(path_); }

  std::filesystem::path log() const { return path_ / "node.log"; }

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

Bytes content_of(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

void put(const std::filesystem::path& path, BytesView bytes) {
  std::ofstream out{path, std::ios::binary | std::ios::trunc};
  out.write(reinterpret_cast<const char*>(bytes.data()),
            static_cast<std::streamsize>(bytes.size()));
}

Result<LogFile::Opened> open(const std::filesystem::path& path) {
  return LogFile::open(path, sample_log_header(), [](StepTicket) {});
}

}  // namespace

TEST_CASE("log file: a new one is whole, and what is appended is found again", "[unit][posix]") {
  const TemporaryFolder folder;
  std::vector<std::uint64_t> durable;
  const std::vector<Record> records = sample_records();
  {
    auto opened = LogFile::open(folder.log(), sample_log_header(),
                                [&](StepTicket ticket) { durable.push_back(ticket.value); });
    REQUIRE(opened.has_value());
    CHECK(opened->started.records.empty());
    opened->log->append({records.data(), 3}, StepTicket{7});
    opened->log->append({records.data() + 3, 1}, StepTicket{9});
  }
  CHECK(durable == std::vector<std::uint64_t>{7, 9});
  CHECK(content_of(folder.log()) == sample_log().bytes);
  const auto again = open(folder.log());
  REQUIRE(again.has_value());
  CHECK(again->started.records.size() == records.size());
  CHECK(is_prefix(again->started.records, records));
}

TEST_CASE("log file: cut at any byte it opens with what is whole and goes on behind it",
          "[unit][posix]") {
  const TemporaryFolder folder;
  const SampleLog log = sample_log();
  const Record extra{RecordKind::signed_message, make_frame({42})};
  for (std::size_t size = log.ends.front(); size <= log.bytes.size(); ++size) {
    INFO("cut to " << size << " bytes");
    put(folder.log(), BytesView{log.bytes}.first(size));
    std::size_t whole = 0;
    {
      auto opened = open(folder.log());
      REQUIRE(opened.has_value());
      whole = opened->started.records.size();
      REQUIRE(opened->started.cut_bytes == size - log.ends[whole]);
      opened->log->append({&extra, 1}, StepTicket{1});
    }
    const auto again = open(folder.log());
    REQUIRE(again.has_value());
    REQUIRE(again->started.cut_bytes == 0);
    REQUIRE(again->started.records.size() == whole + 1);
    REQUIRE(again->started.records.back().payload.id() == extra.payload.id());
  }
}

TEST_CASE("log file: every flipped bit is cut with the last record or refused", "[unit][posix]") {
  const TemporaryFolder folder;
  const SampleLog log = sample_log();
  const std::size_t last = log.ends[log.ends.size() - 2];
  for (std::size_t bit = 0; bit < log.bytes.size() * 8; ++bit) {
    INFO("bit " << bit % 8 << " of byte " << bit / 8);
    Bytes damaged = log.bytes;
    damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    put(folder.log(), damaged);
    const auto opened = open(folder.log());
    if (bit / 8 >= last) {
      REQUIRE(opened.has_value());
      REQUIRE(opened->started.cut_bytes == log.bytes.size() - last);
    } else {
      REQUIRE_FALSE(opened.has_value());
      REQUIRE(opened.error().message.find(folder.log().string()) != std::string::npos);
      REQUIRE(content_of(folder.log()) == damaged);  // a refused log is left as it is
    }
  }
}

TEST_CASE("log file: a snapshot drops what came before it", "[unit][posix]") {
  const TemporaryFolder folder;
  std::vector<Record> records = sample_records();
  records[2].kind = RecordKind::snapshot;
  {
    auto opened = open(folder.log());
    REQUIRE(opened.has_value());
    opened->log->append({records.data(), 2}, StepTicket{1});
    opened->log->append({records.data() + 1, 3}, StepTicket{2});
    opened->log->append({records.data(), 1}, StepTicket{3});
  }
  const auto again = open(folder.log());
  REQUIRE(again.has_value());
  const std::vector<Record> expected{records[2], records[3], records[0]};
  CHECK(again->started.records.size() == expected.size());
  CHECK(is_prefix(again->started.records, expected));
  CHECK_FALSE(std::filesystem::exists(folder.log().string() + ".new"));
}

TEST_CASE("log file: a crash while it is written anew leaves the old one", "[unit][posix]") {
  const TemporaryFolder folder;
  put(folder.log(), sample_log().bytes);
  put(folder.log().string() + ".new", BytesView{sample_log().bytes}.first(30));
  const auto opened = open(folder.log());
  REQUIRE(opened.has_value());
  CHECK(opened->started.records.size() == sample_records().size());
}

TEST_CASE("log file: one process at a time", "[unit][posix]") {
  const TemporaryFolder folder;
  const auto first = open(folder.log());
  REQUIRE(first.has_value());
  const auto second = open(folder.log());
  REQUIRE_FALSE(second.has_value());
  CHECK(second.error().message.find("in use") != std::string::npos);
}

TEST_CASE("log file: a folder that is not there is an error, not a crash", "[unit][posix]") {
  const TemporaryFolder folder;
  CHECK_FALSE(open(folder.path() / "missing" / "node.log").has_value());
}

}  // namespace callo
