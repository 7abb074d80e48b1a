#pragma once

#include <cstdint>
#include <string>

#include "sim/explore/campaign.hpp"

namespace callo::sim {

// Shows an exploration under way on standard error: a screen of a few lines that redraws itself on
// a terminal, a line for each tenth elsewhere.
class ExploreDisplay {
 public:
  explicit ExploreDisplay(bool is_terminal) : is_terminal_{is_terminal} {}

  void show(const CampaignProgress& progress, std::int64_t wall_ns);
  // Takes the screen away, so that other lines may follow.
  void clear();

 private:
  void draw(const CampaignProgress& progress, std::int64_t wall_ns);

  bool is_terminal_;
  std::size_t lines_drawn_ = 0;
  std::int64_t next_draw_ns_ = 0;
  std::uint64_t tenths_shown_ = 0;
  std::string last_now_;
};

// "swarm: 1,000 seeds, 0 failed; …" of a finished arm.
std::string summary_line(const ArmReport& report);

}  // namespace callo::sim
