#include "tests/support/source_folder.hpp"

namespace callo::test {

std::filesystem::path source_folder() {
  return CALLO_SOURCE_DIR;
}

}  // namespace callo::test
