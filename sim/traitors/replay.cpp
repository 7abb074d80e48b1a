#include "sim/traitors/replay.hpp"

#include <algorithm>
#include <optional>

#include "sim/traitors/draw.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kHeardMax = 2'048;
constexpr Height kAge = 2;

}  // namespace

void Replay::look(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  Height height = 0;
  Round round = 0;
  if (!envelope.has_value() || !read_place(*envelope, height, round)) {
    return;
  }
  heard_.push_back({height, frame});
  if (heard_.size() > kHeardMax) {
    heard_.pop_front();
  }
}

void Replay::follow(const Turn&, const Vote& vote, Effects& out) {
  const auto is_old = [&](const Heard& heard) { return heard.height + kAge <= vote.height; };
  // Nearly in order of height, so that the old ones are a prefix but for stragglers.
  const auto old_end = std::find_if_not(heard_.begin(), heard_.end(), is_old);
  const auto count = static_cast<std::uint64_t>(old_end - heard_.begin());
  if (count > 0) {
    add(heard_[draw_below(context().random, count)].frame, MessageClass::vote, out);
  }
}

}  // namespace callo::sim
