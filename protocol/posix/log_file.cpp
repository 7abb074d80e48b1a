#include "protocol/posix/log_file.hpp"

#include <cstdio>
#include <cstdlib>
#include <utility>

#include <fcntl.h>

namespace callo {

namespace {

[[noreturn]] void disk_failed(const std::filesystem::path& path, const Error& error) {
  std::fprintf(stderr, "%s: %s; the node stops, for it cannot know what the disk holds\n",
               path.c_str(), error.message.c_str());
  std::abort();
}

// The new log's bytes: a header and these records, the first of them numbered 0.
Bytes encode_log(LogWriter& writer, std::span<const Record> records) {
  Writer out;
  out.raw(writer.header());
  for (const Record& record : records) {
    writer.append(record, out);
  }
  return out.take();
}

// The records from the last snapshot on; all when there is none.
std::span<const Record> from_last_snapshot(std::span<const Record> records) {
  for (std::size_t index = records.size(); index > 0; --index) {
    if (records[index - 1].kind == RecordKind::snapshot) {
      return records.subspan(index - 1);
    }
  }
  return records;
}

}  // namespace

LogFile::LogFile(std::filesystem::path path, LogHeader header, FileHandle lock, Durable durable)
    : path_{std::move(path)},
      header_{std::move(header)},
      lock_{std::move(lock)},
      writer_{header_},
      durable_{std::move(durable)} {}

Result<LogFile::Opened> LogFile::open(const std::filesystem::path& path, const LogHeader& header,
                                      Durable durable) {
  const auto refuse = [&path](const Error& error) {
    return fail(path.string() + ": " + error.message);
  };
  // A file of its own carries the lock, since the log's own is replaced from time to time.
  Result<FileHandle> lock = FileHandle::open(path.string() + ".lock", O_RDWR | O_CREAT);
  if (!lock) {
    return refuse(lock.error());
  }
  if (!lock->try_lock()) {
    return refuse({"is in use by another process"});
  }
  Opened opened{
      std::unique_ptr<LogFile>(new LogFile(path, header, std::move(*lock), std::move(durable))),
      {}};
  LogFile& log = *opened.log;
  if (!std::filesystem::exists(path)) {
    log.begin_anew({});
    return opened;
  }
  Result<FileHandle> file = FileHandle::open(path, O_RDWR | O_APPEND);
  if (!file) {
    return refuse(file.error());
  }
  const Result<Bytes> bytes = file->read_all();
  if (!bytes) {
    return refuse(bytes.error());
  }
  Result<LogContent> content = read_log(*bytes, header.chain_id, header.node);
  if (!content) {
    return refuse(content.error());
  }
  // What is cut must be gone before anything is written behind it.
  if (content->cut_bytes != 0) {
    Result<void> cut = file->truncate(content->kept_bytes);
    if (cut) {
      cut = file->sync();
    }
    if (!cut) {
      return refuse(cut.error());
    }
  }
  log.header_ = content->header;
  log.writer_ = LogWriter{content->header, content->records.size()};
  log.file_ = std::move(*file);
  opened.started = {std::move(content->records), content->cut_bytes};
  return opened;
}

void LogFile::append(std::span<const Record> records, StepTicket ticket) {
  const std::span<const Record> needed = from_last_snapshot(records);
  if (!needed.empty() && needed.front().kind == RecordKind::snapshot) {
    begin_anew(needed);
    durable_(ticket);
    return;
  }
  Writer out;
  for (const Record& record : records) {
    writer_.append(record, out);
  }
  Result<void> done = file_.write_all(out.view());
  if (done) {
    done = file_.sync();
  }
  if (!done) {
    disk_failed(path_, done.error());
  }
  durable_(ticket);
}

void LogFile::begin_anew(std::span<const Record> records) {
  writer_ = LogWriter{header_};
  Result<FileHandle> file = replace_file(path_, encode_log(writer_, records));
  if (!file) {
    disk_failed(path_, file.error());
  }
  file_ = std::move(*file);
}

}  // namespace callo
