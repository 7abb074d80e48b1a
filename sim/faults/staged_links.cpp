#include "sim/faults/staged_links.hpp"

namespace callo::sim {

void StagedLinks::start(FaultSurface& surface) {
  links_ = affected();
  tally_.begin(surface);
  const std::vector<FaultStage>& stages = settings().stages;
  if (stages.empty()) {
    enter({.is_down = true}, surface);
  } else if (stages.front().at == Duration{}) {
    change(surface);
  }
}

std::optional<Duration> StagedLinks::until_next_change() const {
  const std::vector<FaultStage>& stages = settings().stages;
  return next_stage_ < stages.size() ? std::optional{stages[next_stage_].at - reached_}
                                     : std::nullopt;
}

void StagedLinks::change(FaultSurface& surface) {
  const FaultStage& stage = settings().stages[next_stage_++];
  reached_ = stage.at;
  leave(surface);
  enter(stage, surface);
}

void StagedLinks::stop(FaultSurface& surface) {
  tally_.end(surface);
  leave(surface);
}

void StagedLinks::enter(const FaultStage& stage, FaultSurface& surface) {
  is_down_ = stage.is_down;
  for (const LinkScope& link : links_) {
    if (stage.is_down) {
      surface.block(link);
    } else if (!stage.restores()) {
      impairments_.push_back(surface.impair(
          link, {.loss_ppm = stage.loss_ppm, .extra_delay = stage.extra_round_trip / 2}));
      ++impaired_;
    }
  }
}

void StagedLinks::leave(FaultSurface& surface) {
  for (const LinkScope& link : links_) {
    if (is_down_) {
      surface.unblock(link);
    }
  }
  is_down_ = false;
  for (const ImpairmentId id : impairments_) {
    surface.lift(id);
  }
  impairments_.clear();
}

std::string StagedLinks::target() const {
  return std::to_string(links_.empty() ? settings().links.size() : links_.size()) + " links";
}

}  // namespace callo::sim
