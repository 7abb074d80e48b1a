#include "protocol/ledger/pending_window.hpp"

#include <algorithm>

namespace callo {

IdPrefix prefix_of(const Hash& id) {
  IdPrefix prefix = 0;
  for (std::size_t byte = 0; byte < sizeof prefix; ++byte) {
    prefix = prefix << 8 | id.bytes[byte];
  }
  return prefix;
}

bool PendingWindow::lacks(IdPrefix prefix) const {
  return covers(prefix) && !std::binary_search(held.begin(), held.end(), prefix);
}

}  // namespace callo
