#include "protocol/overlay/membership/overlay_id.hpp"

#include <bit>

#include "protocol/crypto/sha256.hpp"

namespace callo {

OverlayId overlay_id_of(const PublicKey& key) {
  return {sha256(key.bytes)};
}

unsigned Digits::common_suffix(const OverlayId& a, const OverlayId& b) const {
  for (unsigned byte = 0; byte < a.value.bytes.size(); ++byte) {
    const unsigned different = a.value.bytes[31 - byte] ^ b.value.bytes[31 - byte];
    if (different != 0) {
      return (8 * byte + static_cast<unsigned>(std::countr_zero(different))) / bits_;
    }
  }
  return count();
}

}  // namespace callo
