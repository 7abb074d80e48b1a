#pragma once

#include <filesystem>
#include <string>

namespace callo::sim {

// Both lines of the first event in which two event logs differ (a log that has ended is said to);
// empty when they are equal.
std::string first_difference(const std::filesystem::path& first,
                             const std::filesystem::path& second);

}  // namespace callo::sim
