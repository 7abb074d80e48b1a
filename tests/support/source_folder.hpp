#pragma once

#include <filesystem>

namespace callo::test {

// The root of the sources, for tests that read scripts and scenarios. Known to one object file
// only, so that the compiled tests do not depend on where the tree lies.
std::filesystem::path source_folder();

}  // namespace callo::test
