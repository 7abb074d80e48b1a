#pragma once

#include <span>
#include <utility>
#include <vector>

#include "protocol/step/effects.hpp"

namespace callo::sim {

// Takes the sends out of some effects and hands them over one by one, to be put back, changed or
// left out, in their order.
class SendRewriter {
 public:
  // each(send, targets) -> void; it may call out.send.
  template <typename Each>
  void rewrite(Effects& out, Each&& each) {
    sends_.clear();
    targets_.clear();
    std::swap(sends_, out.sends);
    std::swap(targets_, out.targets);
    for (const Send& send : sends_) {
      each(send, std::span{targets_}.subspan(send.targets_first, send.targets_count));
    }
    sends_.clear();
  }

 private:
  std::vector<Send> sends_;
  std::vector<EndpointId> targets_;
};

}  // namespace callo::sim
