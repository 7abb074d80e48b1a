#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protocol/base/time.hpp"
#include "protocol/overlay/membership/neighbour_table.hpp"

namespace callo {

struct HeartbeatSettings {
  Duration interval = std::chrono::seconds{10};  // a neighbour is heard at least so often
  Duration timeout_min = std::chrono::milliseconds{200};
  Duration timeout_first = std::chrono::seconds{1};  // before anything is known of a neighbour
};

// Finds out which neighbours have failed. One that was not heard for an interval is asked whether
// it is there, and taken for failed once it has been silent kAttempts times, after timeouts that
// adapt to its round trips as TCP's do (Jacobson 1988; RFC 6298) and double with every attempt.
// Only first answers are timed (Karn and Partridge 1987).
//
// Remembers nothing of whoever is not watched, so that it is no larger than the table.
class FailureDetector {
 public:
  static constexpr unsigned kAttempts = 4;

  explicit FailureDetector(const HeartbeatSettings& settings) : settings_{settings} {}

  // Watches these and nobody else from now on.
  void watch(MonotonicTime now, std::span<const Neighbour> watched);

  // Anything that this node signed counts.
  void heard(const OverlayId& id, MonotonicTime now);

  // An answer to a question: times the round trip. False when it was not asked.
  bool answered(const OverlayId& id, MonotonicTime now);

  // Another part has reason to think that it has failed: it is asked at the next tick. No effect on
  // one that is not watched.
  void suspect(const OverlayId& id);

  // Appends whom to ask, by id, and who has failed.
  void tick(MonotonicTime now, std::vector<Neighbour>& ask, std::vector<OverlayId>& failed);

  // When the next tick has something to do, if nothing is heard until then.
  MonotonicTime next_tick(MonotonicTime now) const;

  // How long to wait for this neighbour's answer.
  Duration timeout_of(const OverlayId& id) const;

 private:
  struct Peer {
    MonotonicTime heard;
    MonotonicTime asked;
    std::uint32_t smoothed_us{};  // round trip; 0: not known
    std::uint32_t variation_us{};
    EndpointId endpoint;
    std::uint8_t attempts{};   // since it was heard last
    std::uint8_t questions{};  // since it answered last, no more than two counted
    bool is_suspect{};
  };

  Peer* find(const OverlayId& id);
  const Peer* find(const OverlayId& id) const;
  Duration grace(const OverlayId& id) const;
  Duration timeout(const Peer& peer) const;
  MonotonicTime due(const Peer& peer) const;

  HeartbeatSettings settings_;
  // Three columns of one table, by ascending id. Whoever is heard is found by the first words of
  // the ids alone, which fit a few lines of the cache.
  std::vector<std::uint64_t> words_;
  std::vector<OverlayId> ids_;
  std::vector<Peer> peers_;
};

}  // namespace callo
