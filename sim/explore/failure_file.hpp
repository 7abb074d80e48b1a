#pragma once

#include <filesystem>
#include <string>

#include "protocol/base/result.hpp"
#include "sim/explore/campaign.hpp"

namespace callo::sim {

// "clean-agreement-17": of the template, the claim and the seed; good as a folder's name.
std::string failure_name(const std::string& base, const SignatureReport& signature);

// The scenario that `callo replay` runs again: what broke, by what seed, the digest, and the shrunk
// scenario under that name. Contract: it was shrunk.
std::string failure_text(const std::string& name, const std::string& arm,
                         const SignatureReport& signature);

// Makes a regression of a failure file: moves it to `folder`/<name>.toml, expecting what holds once
// the bug is mended. The new path.
Result<std::filesystem::path> promote(const std::filesystem::path& failure,
                                      const std::filesystem::path& folder);

}  // namespace callo::sim
