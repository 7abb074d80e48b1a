#include "sim/trace/event_log.hpp"

#include <fstream>

namespace callo::sim {

std::string first_difference(const std::filesystem::path& first,
                             const std::filesystem::path& second) {
  std::ifstream a(first);
  std::ifstream b(second);
  while (true) {
    std::string line_a;
    std::string line_b;
    const bool has_a = static_cast<bool>(std::getline(a, line_a));
    const bool has_b = static_cast<bool>(std::getline(b, line_b));
    if (!has_a && !has_b) {
      return "";
    }
    if (has_a != has_b || line_a != line_b) {
      return "  first run:  " + (has_a ? line_a : "(has ended)") +
             "\n  second run: " + (has_b ? line_b : "(has ended)") + "\n";
    }
  }
}

}  // namespace callo::sim
