#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace callo::topologies {

// The candidate that differs from `name` in the fewest letters (inserted, dropped, replaced; case
// does not count), if at most a third of them differ; the first among equals.
std::optional<std::string> near_miss(std::string_view name,
                                     const std::vector<std::string>& candidates);

}  // namespace callo::topologies
