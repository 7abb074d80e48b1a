#pragma once

#include <array>

#include "sim/faults/node_fault.hpp"
#include "sim/faults/plan_draw.hpp"

namespace callo::sim {

// The nodes stop at once and, when the fault is over, start again from what `disk` left them. With
// `rejoin` they are told to start so much earlier: whoever refuses its disk then waits for the end,
// when it is given an empty one.
class Crash final : public NodeFault {
 public:
  using NodeFault::NodeFault;

  static void draw(FaultSettings& fault, PlanDraw& draw) {
    fault.nodes = {draw.endpoint()};
    constexpr std::array kDisks{Disk::kept,       Disk::torn_tail,         Disk::unsynced_lost,
                                Disk::corrupt,    Disk::torn_anywhere,     Disk::kept,
                                Disk::lost_write, Disk::misdirected_write, Disk::wiped};
    fault.disk = kDisks[draw.random().below(kDisks.size())];
    if (is_refused(fault.disk)) {
      fault.rejoin = *fault.duration / 2;
    }
  }

  void start(FaultSurface& surface) override {
    was_restarted_ = false;
    for (const EndpointId node : settings().nodes) {
      count_fired(surface.crash(node, settings().disk));
    }
  }

  std::optional<Duration> until_next_change() const override {
    return settings().rejoin && settings().duration && !was_restarted_
               ? std::optional{*settings().duration - *settings().rejoin}
               : std::nullopt;
  }

  void change(FaultSurface& surface) override {
    was_restarted_ = true;
    for (const EndpointId node : settings().nodes) {
      surface.restart(node);
      if (const std::string reason = surface.refusal(node); !reason.empty()) {
        outcome_ += (outcome_.empty() ? "n" : "; n") + std::to_string(node.value) +
                    " refused to start: " + reason;
      }
    }
  }

  void stop(FaultSurface& surface) override {
    if (!was_restarted_) {
      change(surface);
    }
    for (const EndpointId node : settings().nodes) {
      if (settings().rejoin) {
        surface.rejoin(node);
      }
    }
  }

  std::string outcome() const override { return outcome_; }

 private:
  bool was_restarted_ = false;
  std::string outcome_;
};

}  // namespace callo::sim
