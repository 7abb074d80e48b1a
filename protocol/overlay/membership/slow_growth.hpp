#pragma once

#include <vector>

namespace callo {

// Makes room for one more element, a quarter more than there are at a time instead of twice as
// many: for columns of which a process holds hundreds of thousands and that grow seldom.
template <typename T>
void reserve_one_more(std::vector<T>& column) {
  if (column.size() == column.capacity()) {
    column.reserve(column.size() + column.size() / 4 + 2);
  }
}

}  // namespace callo
