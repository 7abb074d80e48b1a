#pragma once

#include <filesystem>
#include <utility>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"

namespace callo {

// Owns a file descriptor. The functions retry what a signal interrupted.
class FileHandle {
 public:
  FileHandle() = default;

  explicit FileHandle(int descriptor) : descriptor_{descriptor} {}

  FileHandle(FileHandle&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}

  FileHandle& operator=(FileHandle other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

  ~FileHandle();

  // `flags` and `mode` as for open(2); close-on-exec is added.
  static Result<FileHandle> open(const std::filesystem::path& path, int flags,
                                 unsigned mode = 0600);

  explicit operator bool() const { return descriptor_ >= 0; }

  // False when another process holds the lock.
  bool try_lock();
  Result<Bytes> read_all();
  Result<void> write_all(BytesView bytes);
  Result<void> truncate(std::uint64_t size);
  // The data and what is needed to find it again have reached the disk.
  Result<void> sync();

 private:
  int descriptor_ = -1;
};

// Makes names in the folder (created, renamed) as durable as the files themselves.
Result<void> sync_folder(const std::filesystem::path& folder);

// Writes the bytes under a temporary name next to `path`, syncs and renames: after a crash `path`
// has its old content or the new one, whole. Returns the new file, open for appending.
Result<FileHandle> replace_file(const std::filesystem::path& path, BytesView bytes);

}  // namespace callo
