#include "protocol/overlay/membership/overlay_id.hpp"

#include "protocol/crypto/sha256.hpp"

namespace callo {

OverlayId overlay_id_of(const PublicKey& key) {
  return {sha256(key.bytes)};
}

unsigned Digits::common_suffix(const OverlayId& a, const OverlayId& b) const {
  for (unsigned word = 0; word < 4; ++word) {
    const std::uint64_t different = a.word(3 - word) ^ b.word(3 - word);
    if (different != 0) {
      return (64 * word + static_cast<unsigned>(std::countr_zero(different))) / bits_;
    }
  }
  return count();
}

}  // namespace callo
