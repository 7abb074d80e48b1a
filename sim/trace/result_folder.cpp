#include "sim/trace/result_folder.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace callo::sim {

namespace {

namespace fs = std::filesystem;

tl::unexpected<Error> cannot_write(const fs::path& path, const std::string& reason) {
  return fail("cannot write " + path.string() + ": " + reason);
}

// Next to `path`, hidden, and of this process alone.
fs::path sibling(const fs::path& path, const std::string& suffix) {
  return path.parent_path() /
         ("." + path.filename().string() + "." + suffix + "-" + std::to_string(::getpid()));
}

fs::path normalised(const fs::path& path) {
  std::error_code error;
  const fs::path absolute = fs::absolute(path, error);
  const fs::path result = fs::weakly_canonical(absolute, error);
  const fs::path& usable = error ? absolute : result;
  return usable.has_filename() ? usable : usable.parent_path();
}

bool is_result_of(const fs::path& folder, const std::string& scenario) {
  std::ifstream in(folder / "manifest.json");
  const auto manifest = nlohmann::json::parse(in, nullptr, false);
  return manifest.is_object() && manifest.contains("name") && manifest["name"] == scenario;
}

// What stands in the way of a new folder at `path`.
enum class Occupant { nothing, replaceable, foreign };

Occupant occupant_of(const fs::path& path, const std::string& scenario) {
  std::error_code error;
  if (!fs::exists(fs::symlink_status(path, error))) {
    return Occupant::nothing;
  }
  const bool is_folder = fs::is_directory(path, error);
  if (is_folder && (fs::is_empty(path, error) || is_result_of(path, scenario))) {
    return Occupant::replaceable;
  }
  return Occupant::foreign;
}

Result<void> write_plain(const fs::path& path, const std::string& content) {
  errno = 0;
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out.write(content.data(), static_cast<std::streamsize>(content.size()));
  out.close();
  if (!out) {
    return cannot_write(path, errno != 0 ? std::strerror(errno) : "input/output error");
  }
  return {};
}

// Removes what it names when it goes out of scope.
class Leftover {
 public:
  explicit Leftover(fs::path path) : path_(std::move(path)) {}

  Leftover(const Leftover&) = delete;
  Leftover& operator=(const Leftover&) = delete;

  ~Leftover() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }

  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

// The first free name "<path>.replaced-<n>".
fs::path name_aside(const fs::path& path) {
  std::error_code error;
  for (int number = 1;; ++number) {
    fs::path aside = path;
    aside += ".replaced-" + std::to_string(number);
    if (!fs::exists(fs::symlink_status(aside, error))) {
      return aside;
    }
  }
}

// Puts the finished folder in place of what is there; undoes itself when it cannot.
Result<void> exchange(const fs::path& finished, const fs::path& path, Occupant occupant) {
  std::error_code error;
  const Leftover old(sibling(path, "old"));
  const fs::path aside = occupant == Occupant::foreign ? name_aside(path) : old.path();
  if (occupant != Occupant::nothing) {
    fs::rename(path, aside, error);
    if (error) {
      return cannot_write(path, error.message());
    }
  }
  fs::rename(finished, path, error);
  if (error) {
    std::error_code ignored;
    if (occupant != Occupant::nothing) {
      fs::rename(aside, path, ignored);
    }
    return cannot_write(path, error.message());
  }
  return {};
}

}  // namespace

Result<void> check_result_folder(const ResultFolder& folder) {
  const fs::path path = normalised(folder.path);
  if (!folder.force && occupant_of(path, folder.scenario) == Occupant::foreign) {
    return fail(path.string() + " holds something else than results of '" + folder.scenario +
                "'; choose another folder with --out, or move it aside with --force");
  }
  // The nearest folder that exists must let us write.
  fs::path parent = path.parent_path();
  std::error_code error;
  while (!fs::exists(parent, error) && parent.has_relative_path()) {
    parent = parent.parent_path();
  }
  if (!fs::is_directory(parent, error)) {
    return cannot_write(path, parent.string() + " is not a folder");
  }
  if (::access(parent.c_str(), W_OK | X_OK) != 0) {
    return cannot_write(path, std::strerror(errno));
  }
  return {};
}

Result<void> write_result_folder(const ResultFolder& folder,
                                 const std::map<std::string, std::string>& files) {
  if (const Result<void> possible = check_result_folder(folder); !possible) {
    return possible;
  }
  const fs::path path = normalised(folder.path);
  std::error_code error;
  fs::create_directories(path.parent_path(), error);
  const Leftover partial(sibling(path, "partial"));
  if (!error) {
    fs::create_directory(partial.path(), error);
  }
  if (error) {
    return cannot_write(path, error.message());
  }
  for (const auto& [name, content] : files) {
    if (const Result<void> written = write_plain(partial.path() / name, content); !written) {
      return written;
    }
  }
  return exchange(partial.path(), path, occupant_of(path, folder.scenario));
}

Result<void> write_file(const fs::path& path, const std::string& content) {
  std::error_code error;
  const fs::path target = normalised(path);
  const Leftover partial(sibling(target, "partial"));
  if (const Result<void> written = write_plain(partial.path(), content); !written) {
    return cannot_write(path, written.error().message);
  }
  fs::rename(partial.path(), target, error);
  if (error) {
    return cannot_write(path, error.message());
  }
  return {};
}

}  // namespace callo::sim
