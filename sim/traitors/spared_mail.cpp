#include "sim/traitors/spared_mail.hpp"

#include <algorithm>

namespace callo::sim {

void SparedMail::take(std::span<const EndpointId> spared, Effects& out) {
  if (spared.empty()) {
    return;
  }
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::size_t first = targets_.size();
    aimed_at_.clear();
    for (const EndpointId target : targets) {
      const bool is_spared = std::binary_search(spared.begin(), spared.end(), target);
      (is_spared ? targets_ : aimed_at_).push_back(target);
    }
    if (targets_.size() != first) {
      kept_.push_back({first, targets_.size() - first, send.message_class, send.frame});
    }
    if (!aimed_at_.empty()) {
      out.send(aimed_at_, send.frame, send.message_class);
    }
  });
}

void SparedMail::put_back(Effects& out) {
  for (const Kept& kept : kept_) {
    out.send(std::span{targets_}.subspan(kept.first, kept.count), kept.frame, kept.message_class);
  }
  kept_.clear();
  targets_.clear();
}

}  // namespace callo::sim
