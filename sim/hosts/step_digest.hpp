#pragma once

#include <bit>
#include <cstdint>
#include <string>

#include "sim/engine/mix.hpp"
#include "sim/hosts/step_observer.hpp"

namespace callo::sim {

// A running 128-bit digest of all that happened: per step its date, endpoint, incarnation, input
// and effects, frames by their content id. Two runs are the same when their digests are. It tells
// accidents apart, not adversaries.
class StepDigest {
 public:
  // What most steps are, a frame received and nothing done, takes no call.
  void absorb(const Step& step) {
    absorb(static_cast<std::uint64_t>(nanoseconds(step.time)),
           (std::uint64_t{step.endpoint.value} << 32) | step.incarnation);
    if (const auto* received = std::get_if<Received>(&step.input)) {
      const ContentId& id = received->frame.id();
      absorb((std::uint64_t{step.input.index()} << 32) | received->from.value, id.low);
      absorb(id.high, received->frame.size());
    } else {
      absorb(step.input);
    }
    if (!step.effects.empty()) {
      absorb(step.effects);
    }
  }

  // 32 hexadecimal digits; of the state so far.
  std::string hex() const;

 private:
  // Both words meet the state in one full product. The factors are added as well, so that a factor
  // of zero cannot make what the other held disappear.
  void absorb(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const std::uint64_t x = a ^ low_;
    const std::uint64_t y = b ^ high_;
    const Wide product = Wide{x} * y;
    low_ = static_cast<std::uint64_t>(product >> 64) + std::rotl(x, 23);
    high_ = static_cast<std::uint64_t>(product) + std::rotl(y, 29);
  }

  void absorb(const ContentId& id) { absorb(id.low, id.high); }

  void absorb(const Frame& frame);
  void absorb(const Hash& hash);
  void absorb(const Input& input);  // of any kind but Received
  void absorb(const Effects& effects);
  void absorb_sends(const Effects& effects);
  void absorb_rest(const Effects& effects);

  std::uint64_t low_ = kMixC;
  std::uint64_t high_ = kMixD;
};

// A word for what kind of input a step had.
const char* input_kind(const Input& input);

}  // namespace callo::sim
