#include "protocol/node/record_log.hpp"

#include <algorithm>
#include <optional>

#include "protocol/crypto/crc32c.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

constexpr std::string_view kMagic = "callolog";
constexpr std::uint32_t kMark = 0x52'4C'41'43;  // "CALR"
constexpr std::size_t kRecordHeaderBytes = 4 + 8 + 1 + 4 + 4 + 4;

Bytes encode_header(const LogHeader& header) {
  Writer out;
  out.raw(as_bytes(kMagic));
  out.u32(kLogVersion);
  out.u64(header.salt);
  out.u32(header.node.value);
  out.text(header.chain_id);
  out.u32(crc32c(out.view()));
  return out.take();
}

// Not of the whole header: behind its own CRC every message has the same one.
std::uint32_t seed_of(BytesView header) {
  return crc32c(header.first(header.size() - sizeof(std::uint32_t)));
}

struct RecordHeader {
  std::uint64_t number{};
  RecordKind kind{};
  std::uint32_t size{};
  std::uint32_t payload_crc{};
};

// Reads records of one log at any offset.
class Scanner {
 public:
  Scanner(BytesView bytes, std::uint32_t seed) : bytes_{bytes}, seed_{seed} {}

  // The record at `offset`, if it is whole and its number at least `number_min`.
  std::optional<RecordHeader> whole_at(std::size_t offset, std::uint64_t number_min) const {
    Reader in{bytes_.subspan(offset)};
    if (in.u32() != kMark) {
      return std::nullopt;
    }
    RecordHeader header;
    header.number = in.u64();
    header.kind = static_cast<RecordKind>(in.u8());
    header.size = in.u32();
    header.payload_crc = in.u32();
    const std::uint32_t expected = crc32c(bytes_.subspan(offset, in.position()), seed_);
    if (in.u32() != expected || !in.ok() || header.number < number_min) {
      return std::nullopt;
    }
    const BytesView payload = in.raw(header.size);
    if (!in.ok() || crc32c(payload, seed_) != header.payload_crc) {
      return std::nullopt;
    }
    return header;
  }

  // Where the first whole record at or behind `offset` starts, if there is any.
  std::optional<std::size_t> find_whole(std::size_t offset, std::uint64_t number_min) const {
    for (; offset + kRecordHeaderBytes <= bytes_.size(); ++offset) {
      if (whole_at(offset, number_min).has_value()) {
        return offset;
      }
    }
    return std::nullopt;
  }

 private:
  BytesView bytes_;
  std::uint32_t seed_;
};

Result<LogContent> read_header(BytesView bytes, std::string_view chain_id, NodeId node) {
  Reader in{bytes};
  const BytesView magic = in.raw(kMagic.size());
  const std::uint32_t version = in.u32();
  LogContent content;
  content.header.salt = in.u64();
  content.header.node = NodeId{in.u32()};
  content.header.chain_id = in.text(kChainIdBytesMax);
  const std::uint32_t expected = in.ok() ? crc32c(bytes.first(in.position())) : 0;
  if (in.u32() != expected || !in.ok() ||
      !std::equal(magic.begin(), magic.end(), kMagic.begin(), kMagic.end())) {
    return fail("the record log is damaged at byte 0: its header does not match its checksum");
  }
  if (version != kLogVersion) {
    return fail("the record log has version " + std::to_string(version) +
                ", this program reads version " + std::to_string(kLogVersion));
  }
  if (content.header.chain_id != chain_id || content.header.node != node) {
    return fail("the record log belongs to node " + std::to_string(content.header.node.value) +
                " of chain " + content.header.chain_id);
  }
  content.kept_bytes = in.position();
  return content;
}

}  // namespace

LogWriter::LogWriter(const LogHeader& header, std::uint64_t next_number)
    : header_{encode_header(header)}, seed_{seed_of(header_)}, next_number_{next_number} {}

void LogWriter::append(const Record& record, Writer& out) {
  const BytesView payload = record.payload.bytes();
  Writer header{kRecordHeaderBytes};
  header.u32(kMark);
  header.u64(next_number_++);
  header.u8(static_cast<std::uint8_t>(record.kind));
  header.u32(static_cast<std::uint32_t>(payload.size()));
  header.u32(crc32c(payload, seed_));
  header.u32(crc32c(header.view(), seed_));
  out.raw(header.view());
  out.raw(payload);
}

Result<LogContent> read_log(BytesView bytes, std::string_view chain_id, NodeId node) {
  Result<LogContent> content = read_header(bytes, chain_id, node);
  if (!content) {
    return content;
  }
  const Scanner scanner{bytes, seed_of(bytes.first(content->kept_bytes))};
  std::size_t offset = content->kept_bytes;
  while (offset < bytes.size()) {
    const std::uint64_t number = content->records.size();
    const auto record = scanner.whole_at(offset, number);
    if (!record.has_value() || record->number != number) {
      const auto later = scanner.find_whole(offset, number);
      if (later.has_value()) {
        return fail("the record log is damaged at byte " + std::to_string(offset) + ": record " +
                    std::to_string(number) + " is not whole, yet one at byte " +
                    std::to_string(*later) + " is");
      }
      break;
    }
    const auto payload = bytes.subspan(offset + kRecordHeaderBytes, record->size);
    content->records.push_back({record->kind, make_frame({payload.begin(), payload.end()})});
    offset += kRecordHeaderBytes + record->size;
  }
  content->kept_bytes = offset;
  content->cut_bytes = bytes.size() - offset;
  return content;
}

}  // namespace callo
