#include "protocol/base/frame.hpp"

namespace callo {

void Frame::destroy(Body* body) noexcept {
  delete body;
}

}  // namespace callo
