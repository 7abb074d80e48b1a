#include "sim/cli/progress_display.hpp"

#include <algorithm>
#include <cstdio>

namespace callo::sim {

namespace {

constexpr std::int64_t kRedrawInterval_ns = 100'000'000;
constexpr std::int64_t kBarWidth = 30;
constexpr std::int64_t kTenth_ns = 100'000'000;
constexpr std::int64_t kPartsMax = 1'000;

// Parts per thousand; durations reach years, so divide first.
std::int64_t done_parts(const Progress& progress) {
  const std::int64_t part = std::max<std::int64_t>(progress.duration.count() / kPartsMax, 1);
  return std::min(progress.simulated.count() / part, kPartsMax);
}

std::string how_far(const Progress& progress) {
  return rounded_seconds(progress.simulated) + " of " + rounded_seconds(progress.duration) +
         " s simulated" + (progress.height ? ", height " + std::to_string(*progress.height) : "");
}

}  // namespace

std::string rounded_seconds(Duration time) {
  const std::int64_t tenths = time.count() / kTenth_ns;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

void ProgressDisplay::show(const Progress& progress) {
  if (is_terminal_) {
    draw_bar(progress);
    return;
  }
  const std::int64_t tenths = done_parts(progress) / (kPartsMax / 10);
  if (tenths > tenths_shown_) {
    tenths_shown_ = tenths;
    std::fprintf(stderr, "callo: %s\n", how_far(progress).c_str());
  }
}

void ProgressDisplay::draw_bar(const Progress& progress) {
  const std::int64_t elapsed_ns = meter_.wall_ns();
  if (elapsed_ns < next_draw_ns_) {
    return;
  }
  next_draw_ns_ = elapsed_ns + kRedrawInterval_ns;
  const std::int64_t done = done_parts(progress);
  const auto filled = static_cast<std::size_t>(done * kBarWidth / kPartsMax);
  const std::string bar =
      std::string(filled, '#') + std::string(static_cast<std::size_t>(kBarWidth) - filled, '.');
  const std::string eta =
      done == 0 ? "?" : rounded_seconds(Duration(elapsed_ns / done * (kPartsMax - done)));
  std::fprintf(stderr, "\r\033[K[%s] %s, %s s left", bar.c_str(), how_far(progress).c_str(),
               eta.c_str());
  std::fflush(stderr);
  has_drawn_ = true;
}

void ProgressDisplay::finish() {
  if (has_drawn_) {
    std::fputs("\r\033[K", stderr);
    std::fflush(stderr);
    has_drawn_ = false;
  }
}

}  // namespace callo::sim
