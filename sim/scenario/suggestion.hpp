#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace callo::sim {

// The candidate that a person most likely meant by `word`, when one is near enough: at most a third
// of the letters differ (insertions, deletions, substitutions and swaps of neighbours), whatever
// their case. The first of equally near ones.
std::optional<std::string> closest(std::string_view word, std::span<const std::string> candidates);

// "did you mean 'x'?", or the list of what there is when nothing is near and the list is short, or
// nothing.
std::string suggest(std::string_view word, std::span<const std::string> candidates);

}  // namespace callo::sim
