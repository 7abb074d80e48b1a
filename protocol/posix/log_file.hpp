#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "protocol/node/record_log.hpp"
#include "protocol/posix/file_handle.hpp"
#include "protocol/shim/storage.hpp"

namespace callo {

// The write-ahead log in one file. An append is one write and one fdatasync; `durable` is called
// from inside append, which the driver allows. A record of kind snapshot makes all before it
// needless: the log is then written anew, from the snapshot on, under a temporary name that takes
// the old one's place, so that a crash leaves the one or the other whole.
//
// One process at a time: the file is locked, for two nodes that share a log would contradict each
// other. After a failed write or sync nobody knows what the disk holds (a second fsync may well
// report success for pages that are gone), hence the process ends there.
class LogFile final : public Storage {
 public:
  using Durable = std::function<void(StepTicket)>;

  // What a node starts with: its log, open for more, and what it held.
  struct Opened {
    std::unique_ptr<LogFile> log;
    Started started;
  };

  // Opens the log of `header.node`, or creates it with `header`, whose salt is drawn at random.
  // Cuts an unfinished tail. Fails with one sentence that names the file when the log is damaged,
  // belongs to somebody else or is in use.
  static Result<Opened> open(const std::filesystem::path& path, const LogHeader& header,
                             Durable durable);

  void append(std::span<const Record> records, StepTicket ticket) override;

 private:
  LogFile(std::filesystem::path path, LogHeader header, FileHandle lock, Durable durable);

  void begin_anew(std::span<const Record> records);

  std::filesystem::path path_;
  LogHeader header_;
  FileHandle lock_;
  FileHandle file_;
  LogWriter writer_;
  Durable durable_;
};

}  // namespace callo
