#include "sim/cli/build_info.hpp"

#include <nlohmann/json.hpp>
#include <openssl/crypto.h>
#include <sodium.h>

#include "callo_build_info.inc"  // CALLO_VERSION, CALLO_COMMIT, …: written at build time

namespace callo::sim {

BuildInfo build_info() {
#if defined(__clang__)
  const std::string compiler = std::string("clang++ ") + __clang_version__;
#else
  const std::string compiler = std::string("g++ ") + __VERSION__;
#endif
  const std::string json = std::to_string(NLOHMANN_JSON_VERSION_MAJOR) + "." +
                           std::to_string(NLOHMANN_JSON_VERSION_MINOR) + "." +
                           std::to_string(NLOHMANN_JSON_VERSION_PATCH);
  return {CALLO_VERSION,
          CALLO_COMMIT,
          compiler,
          CALLO_BUILD_TYPE,
          {{"simgrid", CALLO_SIMGRID_VERSION},
           {"openssl", OpenSSL_version(OPENSSL_VERSION_STRING)},
           {"libsodium", sodium_version_string()},
           {"toml++", CALLO_TOMLPLUSPLUS_VERSION},
           {"nlohmann-json", json}}};
}

}  // namespace callo::sim
