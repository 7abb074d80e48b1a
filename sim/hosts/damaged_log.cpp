#include "sim/hosts/damaged_log.hpp"

#include <algorithm>
#include <vector>

#include "protocol/base/check.hpp"

namespace callo::sim {

namespace {

// A log and where each of its records ends.
struct WrittenLog {
  Bytes bytes;
  std::vector<std::size_t> ends;  // the header's first

  std::size_t begin_of(std::size_t record) const { return ends[record]; }

  std::size_t end_of(std::size_t record) const { return ends[record + 1]; }
};

WrittenLog write_log(const LogHeader& header, std::span<const Record> records) {
  LogWriter writer{header};
  Writer out;
  out.raw(writer.header());
  WrittenLog log;
  log.ends.push_back(out.size());
  for (const Record& record : records) {
    writer.append(record, out);
    log.ends.push_back(out.size());
  }
  log.bytes = out.take();
  return log;
}

void erase(Bytes& bytes, std::size_t from, std::size_t to) {
  bytes.erase(bytes.begin() + static_cast<std::ptrdiff_t>(from),
              bytes.begin() + static_cast<std::ptrdiff_t>(to));
}

// One record with a whole one behind it, and not the first.
std::size_t draw_inner(std::size_t records, RandomStream& random) {
  return 1 + random.below(records - 2);
}

void misdirect(WrittenLog& log, std::size_t record) {
  const Bytes moved{log.bytes.begin() + static_cast<std::ptrdiff_t>(log.begin_of(record)),
                    log.bytes.begin() + static_cast<std::ptrdiff_t>(log.end_of(record))};
  const std::size_t place = log.begin_of(record - 1);
  std::copy(moved.begin(), moved.end(), log.bytes.begin() + static_cast<std::ptrdiff_t>(place));
}

}  // namespace

Bytes damaged_log(Disk disk, const LogHeader& header, std::span<const Record> records,
                  std::size_t durable, RandomStream& random) {
  WrittenLog log = write_log(header, records);
  constexpr std::size_t kFewest = 3;
  if (disk == Disk::torn_tail || disk == Disk::torn_anywhere) {
    CALLO_CHECK(durable < records.size());
    const std::size_t last = log.begin_of(records.size() - 1);
    const std::size_t first = disk == Disk::torn_tail ? last : log.begin_of(durable);
    const std::size_t room = log.bytes.size() - first;
    log.bytes.resize(first + (disk == Disk::torn_tail ? room / 2 : random.below(room)));
  } else if (records.size() >= kFewest) {
    const std::size_t record = draw_inner(records.size(), random);
    const std::size_t begin = log.begin_of(record);
    const std::size_t size = log.end_of(record) - begin;
    if (disk == Disk::corrupt) {
      log.bytes[begin + random.below(size)] ^= static_cast<std::uint8_t>(1u << random.below(8));
    } else if (disk == Disk::lost_write) {
      erase(log.bytes, begin, begin + size);
    } else {
      CALLO_CHECK(disk == Disk::misdirected_write);
      misdirect(log, record);
    }
  }
  return std::move(log.bytes);
}

}  // namespace callo::sim
