#include "sim/scenario/reading.hpp"

namespace callo::sim {

namespace {

// "a.b[0]" → "a.b" → "a" → "".
std::string parent_of(const std::string& path) {
  const std::size_t end = path.find_last_of(".[");
  return end == std::string::npos ? "" : path.substr(0, end);
}

bool is_inside(const std::string& path, const std::string& outer) {
  return path.starts_with(outer) &&
         (path.size() == outer.size() || path[outer.size()] == '.' || path[outer.size()] == '[');
}

}  // namespace

Position Reading::place_of(const std::string& path) const {
  for (std::string at = path; !at.empty(); at = parent_of(at)) {
    const auto found = places_.find(at);
    if (found != places_.end()) {
      return found->second;
    }
  }
  return {1, 1};
}

void Reading::refuse(const std::string& path, Position position, std::string message,
                     std::string suggestion) {
  refused_.insert(path);
  diagnostics_.add(position, std::move(message), std::move(suggestion));
}

void Reading::refuse(const std::string& path, std::string message, std::string suggestion) {
  refuse(path, place_of(path), std::move(message), std::move(suggestion));
}

bool Reading::is_sound(const std::string& path) const {
  for (const std::string& refused : refused_) {
    if (is_inside(refused, path) || is_inside(path, refused)) {
      return false;
    }
  }
  return true;
}

}  // namespace callo::sim
