#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace callo::sim {

struct JunitCase {
  std::string suite;  // the scenario
  std::string name;   // the seed
  std::int64_t wall_ms{};
  enum class Outcome { passed, failed, error } outcome = Outcome::passed;
  std::string message;  // one line
  std::string detail;   // may be long
};

// The XML that continuous integration servers read: one suite a scenario, in the given order.
std::string junit_xml(const std::vector<JunitCase>& cases);

}  // namespace callo::sim
