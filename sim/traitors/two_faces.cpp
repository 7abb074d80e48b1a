#include "sim/traitors/two_faces.hpp"

namespace callo::sim {

std::uint64_t TwoFaces::split(const Coalition& coalition, Effects& out) {
  lies_ = 0;
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    if (const FrameVariants* variants = coalition.told(send.frame.id())) {
      split_one(*variants, send, targets, coalition, out);
    } else {
      out.send(targets, send.frame, send.message_class);
    }
  });
  return lies_;
}

void TwoFaces::split_one(const FrameVariants& variants, const Send& send,
                         std::span<const EndpointId> targets, const Coalition& coalition,
                         Effects& out) {
  side_a_.clear();
  side_b_.clear();
  for (const EndpointId target : targets) {
    (coalition.side_of(target) == Side::a ? side_a_ : side_b_).push_back(target);
  }
  if (variants.a) {
    out.send(side_a_, variants.a, send.message_class);
  }
  if (variants.b) {
    out.send(side_b_, variants.b, send.message_class);
  }
  const bool differs = !variants.a || !variants.b || variants.a.id() != variants.b.id();
  if (differs && !side_b_.empty()) {
    ++lies_;
  }
}

}  // namespace callo::sim
