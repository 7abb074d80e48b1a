#pragma once

#include <vector>

#include "protocol/crypto/sha256.hpp"
#include "protocol/node/record_log.hpp"

namespace callo::test {

inline LogHeader sample_log_header() {
  return {"sphyx", NodeId{3}, 0x0123'4567'89AB'CDEF};
}

// Short records of several kinds; one is empty.
inline std::vector<Record> sample_records() {
  return {{RecordKind::signed_message, make_frame({1, 2, 3, 4, 5})},
          {RecordKind::polka, make_frame({})},
          {RecordKind::decision, make_frame(Bytes(40, 0xAB))},
          {RecordKind::signed_message, make_frame({9, 8, 7})}};
}

struct SampleLog {
  Bytes bytes;
  std::vector<std::size_t> ends;  // of the header, then of each record
};

inline SampleLog sample_log(const std::vector<Record>& records = sample_records(),
                            const LogHeader& header = sample_log_header()) {
  LogWriter writer{header};
  Writer out;
  out.raw(writer.header());
  SampleLog log;
  log.ends.push_back(out.size());
  for (const Record& record : records) {
    writer.append(record, out);
    log.ends.push_back(out.size());
  }
  log.bytes = out.take();
  return log;
}

inline bool is_prefix(const std::vector<Record>& prefix, const std::vector<Record>& whole) {
  if (prefix.size() > whole.size()) {
    return false;
  }
  for (std::size_t index = 0; index < prefix.size(); ++index) {
    if (prefix[index].kind != whole[index].kind ||
        prefix[index].payload.id() != whole[index].payload.id()) {
      return false;
    }
  }
  return true;
}

}  // namespace callo::test
