#pragma once

#include <cstdint>
#include <optional>

#include "sim/scenario/units.hpp"

// What a scenario says of a run without consensus: the overlay alone. A member's initialiser is the
// default of its key; sim/scenario/fields.cpp names, bounds and documents every key.
namespace callo::sim {

struct OverlaySpec {
  std::uint32_t k = 3;
  std::uint32_t digit_base = 16;
  std::uint32_t core_servers = 3;                    // the first nodes
  std::uint32_t known_members = 2;                   // founders that a joiner knows besides them
  Duration copy_interval = std::chrono::seconds(1);  // a server's copy is up to this old
  Duration copy_age_max = std::chrono::seconds(60);  // older ones are refused
  std::uint32_t slice = 16;                          // members in the copy for one joiner
  Duration registration_interval = std::chrono::minutes(1);  // a third of a server's lease
  Duration heartbeat = std::chrono::seconds(10);
  Duration retry = std::chrono::seconds(1);
  Duration snapshot_interval = std::chrono::seconds(10);  // key `snapshots`
  Duration settle = std::chrono::seconds(60);  // tables are whole this long after the last change
  std::uint32_t replicas = 5;          // members that keep an item, those nearest to its place
  std::uint32_t paths = 1;             // disjoint ones, of every search
  std::uint32_t origin_limit = 0;      // nodes of one address group in an entry; 0: no limit
  std::uint32_t nodes_per_origin = 1;  // honest nodes that share an address group
  Duration cross_check{};              // members ask the core servers again so often; 0: never
  bool operator==(const OverlaySpec&) const = default;
};

// Who comes and goes. Places are endpoints: in each lives one node at a time.
struct ChurnSpec {
  std::uint32_t initial = 0;  // nodes that begin the network; never 0 once read: all of them
  Duration joins_from{};      // the others come at random instants from here …
  Duration joins_over = std::chrono::seconds(10);  // … within this time
  std::optional<Duration> failures_at;             // a share of those there fail at once
  Probability failures{};
  std::optional<Duration> lifetime;             // mean; absent: nobody goes by chance
  Duration absence = std::chrono::seconds(10);  // mean, until the place is taken again
  Duration from{};                              // lifetimes begin
  std::optional<Duration> until;                // nobody goes any more; absent: end of the run
  Probability graceful{};                       // of those that go: leave, and hand over
  Probability rejoin{};                         // of those that come: with the key of before
  bool operator==(const ChurnSpec&) const = default;
};

}  // namespace callo::sim
