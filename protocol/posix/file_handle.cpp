#include "protocol/posix/file_handle.hpp"

#include <cerrno>
#include <cstring>
#include <string>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace callo {

namespace {

tl::unexpected<Error> system_error(const std::string& what) {
  return fail(what + ": " + std::strerror(errno));
}

template <typename Call>
auto retried(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) {
    result = call();
  }
  return result;
}

}  // namespace

FileHandle::~FileHandle() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

Result<FileHandle> FileHandle::open(const std::filesystem::path& path, int flags, unsigned mode) {
  const int descriptor = retried([&] { return ::open(path.c_str(), flags | O_CLOEXEC, mode); });
  if (descriptor < 0) {
    return system_error("cannot open " + path.string());
  }
  return FileHandle{descriptor};
}

bool FileHandle::try_lock() {
  return retried([&] { return ::flock(descriptor_, LOCK_EX | LOCK_NB); }) == 0;
}

Result<Bytes> FileHandle::read_all() {
  struct stat status {};

  if (::fstat(descriptor_, &status) != 0) {
    return system_error("cannot read the size of a file");
  }
  Bytes bytes(static_cast<std::size_t>(status.st_size));
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = retried([&] {
      return ::pread(descriptor_, bytes.data() + done, bytes.size() - done,
                     static_cast<off_t>(done));
    });
    if (count <= 0) {
      return system_error("cannot read a file");
    }
    done += static_cast<std::size_t>(count);
  }
  return bytes;
}

Result<void> FileHandle::write_all(BytesView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = retried([&] { return ::write(descriptor_, bytes.data(), bytes.size()); });
    if (count < 0) {
      return system_error("cannot write");
    }
    bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return {};
}

Result<void> FileHandle::truncate(std::uint64_t size) {
  if (retried([&] { return ::ftruncate(descriptor_, static_cast<off_t>(size)); }) != 0) {
    return system_error("cannot truncate");
  }
  return {};
}

Result<void> FileHandle::sync() {
  if (retried([&] { return ::fdatasync(descriptor_); }) != 0) {
    return system_error("cannot sync");
  }
  return {};
}

Result<void> sync_folder(const std::filesystem::path& folder) {
  const std::filesystem::path named = folder.empty() ? "." : folder;
  Result<FileHandle> handle = FileHandle::open(named, O_RDONLY | O_DIRECTORY);
  if (!handle) {
    return tl::unexpected{handle.error()};
  }
  return handle->sync();
}

Result<FileHandle> replace_file(const std::filesystem::path& path, BytesView bytes) {
  const std::filesystem::path temporary = path.string() + ".new";
  Result<FileHandle> file = FileHandle::open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND);
  if (!file) {
    return file;
  }
  Result<void> done = file->write_all(bytes);
  if (done) {
    done = file->sync();
  }
  if (done && ::rename(temporary.c_str(), path.c_str()) != 0) {
    done = system_error("cannot rename " + temporary.string());
  }
  if (done) {
    done = sync_folder(path.parent_path());
  }
  if (!done) {
    return tl::unexpected{done.error()};
  }
  return file;
}

}  // namespace callo
