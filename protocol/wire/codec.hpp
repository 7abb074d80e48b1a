#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "protocol/base/bytes.hpp"
#include "protocol/base/hash.hpp"
#include "protocol/base/keys.hpp"
#include "protocol/base/time.hpp"

namespace callo {

// The canonical encoding: fixed-width little-endian integers, counts as u32 before what they count,
// hashes and keys as raw bytes, booleans as one byte 0 or 1, no padding, no optional forms. A value
// has exactly one encoding, so decode(encode(x)) = x and encode(decode(b)) = b.
class Writer {
 public:
  Writer() = default;
  // Room for so many bytes spares a change of buffers.
  explicit Writer(std::size_t size_hint) : bytes_(size_hint) {}

  void u8(std::uint8_t value) { *append(1) = value; }
  void u32(std::uint32_t value) { integer(value); }
  void i32(std::int32_t value) { integer(static_cast<std::uint32_t>(value)); }
  void u64(std::uint64_t value) { integer(value); }
  void i64(std::int64_t value) { integer(static_cast<std::uint64_t>(value)); }
  void boolean(bool value) { u8(value ? 1 : 0); }
  void time(CalendarTime value) { i64(value.time_since_epoch().count()); }
  void hash(const Hash& value) { raw(value.bytes); }
  void key(const PublicKey& value) { raw(value.bytes); }
  void signature(const Signature& value) { raw(value.bytes); }
  // u32 length, then the bytes.
  void blob(BytesView value) {
    u32(static_cast<std::uint32_t>(value.size()));
    raw(value);
  }
  // Short text: u8 length, then the bytes.
  void text(std::string_view value) {
    u8(static_cast<std::uint8_t>(value.size()));
    raw(as_bytes(value));
  }
  void raw(BytesView value) {
    if (!value.empty()) {
      std::memcpy(append(value.size()), value.data(), value.size());
    }
  }

  std::size_t size() const { return size_; }
  BytesView view() const { return BytesView{bytes_}.first(size_); }
  Bytes take() {
    bytes_.resize(std::exchange(size_, 0));
    return std::move(bytes_);
  }

 private:
  // Where so many more bytes belong.
  std::uint8_t* append(std::size_t more) {
    if (more > bytes_.size() - size_) {
      bytes_.resize(std::max(2 * bytes_.size(), size_ + more));
    }
    size_ += more;
    return bytes_.data() + size_ - more;
  }

  template <typename Unsigned>
  void integer(Unsigned value) {
    std::uint8_t* const to = append(sizeof(Unsigned));
    for (std::size_t index = 0; index < sizeof(Unsigned); ++index) {
      to[index] = static_cast<std::uint8_t>(value >> (8 * index));
    }
  }

  Bytes bytes_;  // longer than what was written, so that most appends only store
  std::size_t size_ = 0;
};

// Reads what a peer sent: never reads beyond the end, never throws, never allocates more than the
// input's own size. After the first failure every further read fails and returns zero values;
// check ok() (or finished()) once at the end.
class Reader {
 public:
  explicit Reader(BytesView bytes) : bytes_{bytes} {}

  std::uint8_t u8() { return integer<std::uint8_t>(); }
  std::uint32_t u32() { return integer<std::uint32_t>(); }
  std::int32_t i32() { return static_cast<std::int32_t>(integer<std::uint32_t>()); }
  std::uint64_t u64() { return integer<std::uint64_t>(); }
  std::int64_t i64() { return static_cast<std::int64_t>(integer<std::uint64_t>()); }
  // Only 0 and 1 are canonical.
  bool boolean();
  CalendarTime time() { return CalendarTime{Duration{i64()}}; }
  Hash hash() { return fixed<Hash>(); }
  PublicKey key() { return fixed<PublicKey>(); }
  Signature signature() { return fixed<Signature>(); }
  // A u32 count that may be at most `max`; fails otherwise.
  std::uint32_t count(std::uint32_t max);
  // View into the input.
  BytesView blob(std::size_t size_max);
  std::string_view text(std::size_t size_max);
  BytesView raw(std::size_t size);

  void fail() { ok_ = false; }
  bool ok() const { return ok_; }
  std::size_t remaining() const { return bytes_.size() - position_; }
  std::size_t position() const { return position_; }
  // Everything was read and nothing is left: trailing bytes are not canonical.
  bool finished() const { return ok_ && position_ == bytes_.size(); }

 private:
  bool take(std::size_t size) {
    if (!ok_ || size > remaining()) {
      ok_ = false;
      return false;
    }
    position_ += size;
    return true;
  }

  template <typename Unsigned>
  Unsigned integer() {
    if (!take(sizeof(Unsigned))) {
      return 0;
    }
    Unsigned value = 0;
    for (std::size_t index = 0; index < sizeof(Unsigned); ++index) {
      const auto byte = static_cast<Unsigned>(bytes_[position_ - sizeof(Unsigned) + index]);
      value = static_cast<Unsigned>(value | static_cast<Unsigned>(byte << (8 * index)));
    }
    return value;
  }

  template <typename Fixed>
  Fixed fixed() {
    Fixed value;
    if (take(value.bytes.size())) {
      std::memcpy(value.bytes.data(), bytes_.data() + position_ - value.bytes.size(),
                  value.bytes.size());
    }
    return value;
  }

  BytesView bytes_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

}  // namespace callo
