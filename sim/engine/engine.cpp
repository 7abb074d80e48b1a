#include "sim/engine/engine.hpp"

namespace callo::sim {

Engine::~Engine() {
  heap_.for_each([this](const RadixHeap::Entry& entry) { slab_[entry.value].take_frame(); });
}

void Engine::run_until(EventHandler& handler, SimTime limit) {
  while (!stopped_ && !heap_.empty() && next_time() <= limit) {
    step(handler);
  }
  if (!stopped_ && now_ < limit && limit != kSimEnd) {
    advance_to(limit);
  }
}

void Engine::advance_to(SimTime time) {
  CALLO_CHECK(time >= now_);
  CALLO_CHECK(next_time() >= time);
  now_ = time;
}

}  // namespace callo::sim
