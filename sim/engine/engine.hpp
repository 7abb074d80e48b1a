#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/engine/event.hpp"
#include "sim/engine/radix_heap.hpp"
#include "sim/engine/sim_time.hpp"

namespace callo::sim {

class EventHandler {
 public:
  virtual ~EventHandler() = default;
  // May take the event's frame; may schedule more.
  virtual void on_event(SimTime now, Event& event) = 0;
  // `soon` is likely to happen soon: a chance to fetch what it needs. Changes nothing.
  virtual void expect(const Event& soon) const = 0;
};

// The event core: a queue of dated events and the date of the one that is happening. Events of one
// date happen in the order they were scheduled. Knows neither nodes nor networks nor SimGrid.
class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  SimTime now() const { return now_; }

  // Contract: time >= now().
  void schedule(SimTime time, const Event& event) { add(time) = event; }

  // The same, to be filled in where it lies: the reference is good until the next call of the
  // engine. An event that is first built elsewhere and then copied costs much more, since the copy
  // has to wait for all the small writes before it.
  Event& add(SimTime time) {
    CALLO_CHECK(time >= now_);
    const std::uint64_t slot = allocate();
    heap_.push(static_cast<std::uint64_t>(nanoseconds(time)), slot);
    return slab_[slot];
  }

  bool empty() const { return heap_.empty(); }

  std::size_t pending() const { return heap_.size(); }

  std::uint64_t happened() const { return happened_; }

  // Date of the next event; kSimEnd when there is none. Does not advance anything: an earlier event
  // may still be scheduled.
  SimTime next_time() {
    return heap_.empty() ? kSimEnd : sim_time(static_cast<std::int64_t>(heap_.peek().key));
  }

  // Whether the next event must wait until the host's own clock shows its date. Contract: !empty().
  bool next_needs_host_clock() { return slab_[heap_.peek().value].needs_host_clock; }

  // Lets the next event happen. Contract: !empty().
  void step(EventHandler& handler);

  // Lets everything up to and including `limit` happen; now() is at `limit` afterwards unless
  // stopped before.
  void run_until(EventHandler& handler, SimTime limit);

  // Moves now() forward over dates at which nothing happens. Contract: now() <= time, and no event
  // is due before `time`.
  void advance_to(SimTime time);

  // Asks the loop to end after the event that is happening.
  void stop() { stopped_ = true; }

  bool stopped() const { return stopped_; }

 private:
  std::uint64_t allocate();
  Event take(std::uint64_t slot);
  void fetch_ahead(const EventHandler& handler) const;

  // How many events ahead the rows of the slab are fetched, and what the events need: soon enough
  // to arrive, one at a time since many at once would hold each other up.
  static constexpr std::size_t kRowsAhead = 10;
  static constexpr std::size_t kNeedsAhead = 1;

  RadixHeap heap_;
  std::vector<Event> slab_;
  std::vector<std::uint32_t> free_;  // slots of the slab; a list through the slab itself is slower
  SimTime now_{};
  std::uint64_t happened_ = 0;
  bool stopped_ = false;
};

inline std::uint64_t Engine::allocate() {
  if (free_.empty()) {
    slab_.emplace_back();
    return slab_.size() - 1;
  }
  const std::uint32_t slot = free_.back();
  free_.pop_back();
  return slot;
}

inline Event Engine::take(std::uint64_t slot) {
  const Event event = slab_[slot];
  slab_[slot].frame = nullptr;
  free_.push_back(static_cast<std::uint32_t>(slot));
  return event;
}

// Rows of the slab, and what the events in them need, lie anywhere in memory.
inline void Engine::fetch_ahead(const EventHandler& handler) const {
  const std::span<const RadixHeap::Entry> coming = heap_.coming();
  if (coming.size() > kRowsAhead) {
    __builtin_prefetch(&slab_[coming[kRowsAhead].value]);
  }
  if (coming.size() > kNeedsAhead) {
    handler.expect(slab_[coming[kNeedsAhead].value]);
  }
}

inline void Engine::step(EventHandler& handler) {
  const RadixHeap::Entry entry = heap_.pop();
  now_ = sim_time(static_cast<std::int64_t>(entry.key));
  ++happened_;
  Event event = take(entry.value);
  fetch_ahead(handler);
  handler.on_event(now_, event);
  if (event.frame != nullptr) {
    event.take_frame();
  }
}

}  // namespace callo::sim
