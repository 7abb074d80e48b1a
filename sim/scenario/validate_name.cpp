#include "sim/scenario/validate_name.hpp"

namespace callo::sim {

namespace {

constexpr const char* kReplayStem = "failure";

}  // namespace

void validate_name(Reading& reading, const ScenarioSpec& spec, const std::string& file_stem) {
  const bool is_safe = spec.name.find_first_not_of(
                           "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
                           std::string::npos &&
                       !spec.name.starts_with('.');
  if (!reading.is_sound("name")) {
    return;
  }
  if (!is_safe || spec.name.empty()) {
    reading.refuse("name", "'" + spec.name + "' cannot name a folder",
                   "use letters, digits, '-', '_' and '.'");
  } else if (spec.name != file_stem && file_stem != kReplayStem) {
    reading.refuse("name", "the name '" + spec.name + "' is not the file's",
                   "call it '" + file_stem + "', or rename the file");
  }
}

}  // namespace callo::sim
