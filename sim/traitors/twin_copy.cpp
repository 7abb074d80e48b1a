#include "sim/traitors/twin_copy.hpp"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

namespace callo::sim {

TwinCopy::TwinCopy(std::unique_ptr<Machine> honest, Side side, const TwinSchedule& schedule)
    : honest_{std::move(honest)}, side_{side}, schedule_{schedule} {}

void TwinCopy::step(Now now, const Input& input, Effects& out) noexcept {
  const auto* const received = std::get_if<Received>(&input);
  if (received != nullptr && !schedule_.passes_from(side_, received->from, received->frame)) {
    return;
  }
  honest_->step(now, input, out);
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    reached_.clear();
    std::copy_if(targets.begin(), targets.end(), std::back_inserter(reached_),
                 [&](EndpointId target) { return schedule_.passes_to(side_, target, send.frame); });
    if (!reached_.empty()) {
      out.send(reached_, send.frame, send.message_class);
    }
  });
}

}  // namespace callo::sim
