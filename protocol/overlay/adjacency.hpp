#pragma once

#include <vector>

#include "protocol/base/ids.hpp"

namespace callo {

// Neighbours by label. Every list is sorted, without duplicates and without the label itself, and
// links go both ways.
using Adjacency = std::vector<std::vector<CubeLabel>>;

// Links two labels that may be linked already; sort_links() afterwards restores the invariants.
inline void add_link(Adjacency& links, CubeLabel a, CubeLabel b) {
  links[a.value].push_back(b);
  links[b.value].push_back(a);
}

void sort_links(Adjacency& links);

bool is_linked(const Adjacency& links, CubeLabel a, CubeLabel b);

}  // namespace callo
