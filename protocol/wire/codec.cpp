#include "protocol/wire/codec.hpp"

namespace callo {

bool Reader::boolean() {
  const std::uint8_t value = u8();
  if (value > 1) {
    ok_ = false;
  }
  return ok_ && value == 1;
}

std::uint32_t Reader::count(std::uint32_t max) {
  const std::uint32_t value = u32();
  if (value > max) {
    ok_ = false;
  }
  return ok_ ? value : 0;
}

BytesView Reader::blob(std::size_t size_max) {
  const std::size_t size = u32();
  if (size > size_max) {
    ok_ = false;
  }
  return raw(size);
}

std::string_view Reader::text(std::size_t size_max) {
  const std::size_t size = u8();
  if (size > size_max) {
    ok_ = false;
  }
  const BytesView bytes = raw(size);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

BytesView Reader::raw(std::size_t size) {
  if (!take(size)) {
    return {};
  }
  return bytes_.subspan(position_ - size, size);
}

}  // namespace callo
