#include "protocol/node/sequence_counter.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

void SequenceCounter::start(std::span<const Record> records, CalendarTime now, Effects& out) {
  last_ = static_cast<std::uint64_t>(std::max<std::int64_t>(now.time_since_epoch().count(), 0));
  for (const Record& record : records) {
    if (record.kind == RecordKind::sequences) {
      Reader in{record.payload.bytes()};
      last_ = std::max(last_, in.u64());
      CALLO_CHECK(in.finished());
    }
  }
  reserved_ = last_;
  // A snapshot may stand between the last reservation and the end of the log.
  if (!records.empty()) {
    reserve(out);
  }
}

std::uint64_t SequenceCounter::next(Effects& out) {
  if (last_ == reserved_) {
    reserve(out);
  }
  return ++last_;
}

void SequenceCounter::reserve(Effects& out) {
  reserved_ = last_ + kReserved;
  Writer payload{sizeof(reserved_)};
  payload.u64(reserved_);
  out.records.push_back({RecordKind::sequences, make_frame(payload.take())});
}

}  // namespace callo
