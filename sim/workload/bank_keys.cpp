#include "sim/workload/bank_keys.hpp"

#include "protocol/crypto/sha256.hpp"
#include "protocol/wire/codec.hpp"

namespace callo::sim {

KeySeed derive_key_seed(std::uint64_t seed, std::string_view role, std::uint64_t index) {
  Writer out{64};
  out.text("callo/key/1");
  out.text(role);
  out.u64(seed);
  out.u64(index);
  return KeySeed{sha256(out.view()).bytes};
}

}  // namespace callo::sim
