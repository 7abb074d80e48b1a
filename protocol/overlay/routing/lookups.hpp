#pragma once

#include <deque>
#include <optional>
#include <utility>
#include <vector>

#include "protocol/base/time.hpp"
#include "protocol/overlay/routing/lookup.hpp"

namespace callo {

struct LookupLimits {
  // How long a node has to answer one question before its path goes on without it.
  Duration timeout = std::chrono::milliseconds{600};
  std::size_t lookups_max = 4'096;  // under way at once
};

// Names a lookup among those of one node.
struct LookupToken {
  std::uint32_t value{};
  auto operator<=>(const LookupToken&) const = default;
};

// The lookups that one node has under way, and its answers to those of others. Neither sends nor
// waits itself: whoever holds it calls tick() at next_deadline().
class Lookups {
 public:
  using Out = std::vector<OutgoingRoutingMessage>;

  explicit Lookups(const LookupLimits& limits) : limits_{limits} {}

  // Nullopt: too many are under way. One that needs nobody is over at once.
  std::optional<LookupToken> begin(MonotonicTime now, const OverlayId& key,
                                   const LookupSettings& settings, const Neighbour& self,
                                   const NeighbourTable& table, Out& out);

  // `from` is who signed it, at the endpoint it came from. False: nobody asked for it.
  bool receive(MonotonicTime now, const Neighbour& from, const NearestReply& reply, Out& out);

  // For all deadlines that have passed.
  void tick(MonotonicTime now, Out& out);

  std::optional<MonotonicTime> next_deadline() const;

  // Those that are over since this was called last; each is to be released.
  std::vector<LookupToken> take_finished() { return std::exchange(finished_, {}); }

  bool has_finished() const { return !finished_.empty(); }

  // Contract: the token is one that has not been released.
  const Lookup& at(LookupToken token) const;
  void release(LookupToken token);

  // Nodes that did not answer though asked Lookup::kAttempts times: to be looked after by whoever
  // keeps the tables.
  std::vector<Neighbour> take_silent() { return std::exchange(silent_, {}); }

  std::size_t under_way() const { return under_way_; }

 private:
  // A slot is used again under a number of a new generation, so that late answers find nobody.
  static constexpr std::uint32_t kSlotBits = 12;

  struct Slot {
    Lookup lookup;
    std::uint32_t generation = 0;
    bool is_used = false;
    bool is_over = false;
  };

  struct Deadline {
    MonotonicTime at;
    LookupToken token;
    Neighbour node;
  };

  const Slot* find(LookupToken token) const;
  Slot* find(LookupToken token);
  void ask(MonotonicTime now, LookupToken token, const Neighbour& node, Out& out);
  void go_on(MonotonicTime now, LookupToken token, Out& out);
  void drop_answered();

  LookupLimits limits_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
  std::deque<Deadline>
      deadlines_;  // one timeout for all: they pass in the order in which they came
  std::vector<LookupToken> finished_;
  std::vector<Neighbour> silent_;
  std::vector<Neighbour> questions_;  // of one call
  std::size_t under_way_ = 0;
};

// What a node in the system says to such a question.
NearestReply answer(const NeighbourTable& table, const Neighbour& from,
                    const NearestRequest& request);

}  // namespace callo
