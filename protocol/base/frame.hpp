#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "protocol/base/bytes.hpp"
#include "protocol/base/check.hpp"
#include "protocol/base/hash.hpp"

namespace callo {

// What a decoder made of a frame's bytes. A pure function of the bytes, so it may be remembered.
struct DecodedForm {
  virtual ~DecodedForm() = default;
};

// Bytes on their way: immutable, shared, named by their content. A broadcast encodes once and every
// receiver holds the same frame. One thread owns all frames of a process (the step thread), hence
// the plain reference count.
class Frame {
 public:
  Frame() = default;

  Frame(Bytes bytes, ContentId id) : body_{new Body{1, id, std::move(bytes), nullptr}} {}

  Frame(const Frame& other) noexcept : body_{other.body_} {
    if (body_ != nullptr) {
      ++body_->references;
    }
  }

  Frame(Frame&& other) noexcept : body_{std::exchange(other.body_, nullptr)} {}

  Frame& operator=(Frame other) noexcept {
    std::swap(body_, other.body_);
    return *this;
  }

  ~Frame() {
    if (body_ != nullptr && --body_->references == 0) {
      destroy(body_);
    }
  }

  explicit operator bool() const { return body_ != nullptr; }

  // All below require a frame that holds something.
  BytesView bytes() const { return body().bytes; }

  std::size_t size() const { return body().bytes.size(); }

  const ContentId& id() const { return body().id; }

  const DecodedForm* remembered() const { return body().decoded.get(); }

  void remember(std::unique_ptr<DecodedForm> decoded) const { body().decoded = std::move(decoded); }

  // Hands the body to plain pointers and back, so that an event of the simulator stays trivially
  // copyable: share() makes this many references, each of which needs exactly one adopt(). One call
  // for all of a broadcast, since counts that follow each other at once wait for each other.
  void* share(std::uint64_t references) const {
    body().references += references;
    return body_;
  }

  static Frame adopt(void* released) {
    Frame frame;
    frame.body_ = static_cast<Body*>(released);
    return frame;
  }

 private:
  struct Body {
    std::uint64_t references;
    ContentId id;
    Bytes bytes;
    std::unique_ptr<DecodedForm> decoded;
  };

  // Out of line: g++ 12 follows two holders of one body into a use after free that is not there.
  static void destroy(Body* body) noexcept;

  Body& body() const {
    CALLO_CHECK(body_ != nullptr);
    return *body_;
  }

  Body* body_ = nullptr;
};

}  // namespace callo
