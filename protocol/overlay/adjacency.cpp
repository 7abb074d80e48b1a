#include "protocol/overlay/adjacency.hpp"

#include <algorithm>

namespace callo {

void sort_links(Adjacency& links) {
  for (auto& neighbours : links) {
    std::sort(neighbours.begin(), neighbours.end());
    neighbours.erase(std::unique(neighbours.begin(), neighbours.end()), neighbours.end());
  }
}

bool is_linked(const Adjacency& links, CubeLabel a, CubeLabel b) {
  return std::binary_search(links[a.value].begin(), links[a.value].end(), b);
}

}  // namespace callo
