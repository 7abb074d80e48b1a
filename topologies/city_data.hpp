#pragma once

#include <string_view>

namespace callo::topologies {

// data/cities.csv and data/rtt.csv as they were at build time.
extern const std::string_view kCitiesCsv;
extern const std::string_view kRttCsv;

}  // namespace callo::topologies
