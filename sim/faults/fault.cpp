#include "sim/faults/fault.hpp"

namespace callo::sim {

std::string name_nodes(const std::vector<EndpointId>& nodes) {
  std::string names;
  for (const EndpointId node : nodes) {
    names += (names.empty() ? "n" : " n") + std::to_string(node.value);
  }
  return names;
}

}  // namespace callo::sim
