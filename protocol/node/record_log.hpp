#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "protocol/step/input.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

// The write-ahead log as bytes; who writes them where is the host's business (protocol/posix has
// the file). Layout:
//
//   header  "callolog" | u32 version = 2 | u64 salt | u32 node | text chain id | u32 crc of these
//   record  u32 mark | u64 number from 0 | u8 kind | u32 size | u32 crc of the payload |
//           u32 crc of the 21 bytes before | payload
//
// Checksums are CRC-32C (see protocol/crypto/crc32c.hpp); those of records start from the header's,
// and with it from the salt. A payload may be what a peer chose, so without a salt that the peer
// does not know it could contain what looks like a record and make a torn log look damaged.
struct LogHeader {
  std::string chain_id;
  NodeId node;
  std::uint64_t salt{};
};

inline constexpr std::uint32_t kLogVersion = 2;

// Appends records to bytes, one after the other.
class LogWriter {
 public:
  // `next_number`: how many records the log holds already.
  explicit LogWriter(const LogHeader& header, std::uint64_t next_number = 0);

  BytesView header() const { return header_; }

  void append(const Record& record, Writer& out);

 private:
  Bytes header_;
  std::uint32_t seed_;
  std::uint64_t next_number_;
};

struct LogContent {
  LogHeader header;
  std::vector<Record> records;
  std::uint64_t kept_bytes{};  // header and whole records
  std::uint64_t cut_bytes{};   // behind them: a record that a crash left unfinished
};

// What a crash can do to a log is leave its end unfinished; such a tail is cut, and nothing that it
// held has left the node, for what a step says waits until its records are durable. A damaged
// record with a whole one behind it is no crash: the disk lost what the node may have said, going
// on could make it contradict itself, and the log is refused, with the offset. Refused as well:
// another chain's or node's log, another version, a header that is not whole (a log is created
// whole, see protocol/posix/log_file.hpp).
Result<LogContent> read_log(BytesView bytes, std::string_view chain_id, NodeId node);

}  // namespace callo
