#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "protocol/overlay/routing/messages.hpp"

namespace callo {

struct LookupSettings {
  // How many nodes nearest to the key are wanted: 1..kNearestPerReplyMax.
  unsigned wanted = 1;
  // Searches beside each other that share no node: one of them that only meets honest nodes is
  // enough.
  unsigned paths = 1;
  // How many nodes each one asked is to name: at least `wanted` for an exact result.
  std::uint8_t per_reply = 3;
  // Ends as soon as the node whose id is the key has answered.
  bool is_for_node = false;
};

// An iterative lookup: the searcher itself asks node after node whom it knows that is nearest to a
// key, always the nearest known ones next, until the `wanted` nearest that it has heard of have all
// answered. On a consistent network that ends at the very nearest ones (README.md), over at most as
// many hops as there are digits to be put right.
//
// With `paths` > 1 the first hops are dealt out to as many searches, and whom one search has asked
// no other one asks: disjoint paths (Baumgart and Mies, S/Kademlia, ICPADS 2007).
//
// With a limit by origin in the searcher's table the wanted ones are the nearest of which no more
// are of one origin; whoever is nearer counts first.
//
// Nobody is asked twice and only who was asked is heard, so that there are no loops. A node that is
// silent is passed over at once and asked again meanwhile; after kAttempts it counts as failed. An
// id that is named at two endpoints is asked at both: a liar may name an honest node at a wrong
// one. A pure machine: neither sends nor waits itself.
class Lookup {
 public:
  static constexpr unsigned kPathsMax = 8;
  static constexpr unsigned kAttempts = 3;
  // Bounds of what others can make the searcher do.
  static constexpr unsigned kHopsMax = 96;
  static constexpr std::size_t kAskedMax = 192;
  static constexpr std::size_t kKnownMax = 512;

  enum class State : std::uint8_t { known, asked, answered, failed };

  struct Candidate {
    Neighbour node;
    std::uint16_t hops{};  // from the searcher, over those who named each other
    std::uint8_t paths{};  // that heard of it, one bit each
    std::uint8_t path{};   // that asked it
    State state = State::known;
    std::uint8_t attempts{};
    bool is_late{};  // was silent; its path goes on without it
  };

  // Starts from the searcher's own table, and from itself if `self` is in the system. Contract: the
  // settings are within bounds.
  void start(const OverlayId& key, const LookupSettings& settings, const Neighbour& self,
             const NeighbourTable& table);

  // Whom to ask now: at most one question under way for each path. The lookup counts them as asked.
  void append_questions(std::vector<Neighbour>& out);

  enum class Silence : std::uint8_t { answered, ask_again, failed };

  // No answer has come in time. One that is asked again counts as asked once more.
  Silence silent(const Neighbour& node);

  // False when that node was not asked there, has answered before or says more than it was asked.
  bool answered(const Neighbour& node, std::span<const Neighbour> nodes);

  bool is_waiting_for(const Neighbour& node) const;

  // Nothing is left to ask or to wait for.
  bool is_over() const;

  // The up to `wanted` nearest that have answered, the searcher included, nearest first.
  void append_nearest(std::vector<Candidate>& out) const;

  // The node that was looked for, or null: nobody has this id, as far as those asked told.
  const Candidate* found_node() const;

  const OverlayId& key() const { return key_; }

  const LookupSettings& settings() const { return settings_; }

  unsigned questions() const { return questions_; }

  unsigned failed() const { return failed_; }

  std::span<const Candidate> candidates() const { return candidates_; }

 private:
  void learn(const Neighbour& node, unsigned hops, std::uint8_t paths);
  const Candidate* find(const Neighbour& node) const;
  Candidate* find(const Neighbour& node);
  Candidate* next_of(unsigned path);

  OverlayId key_;
  LookupSettings settings_;
  OverlayId self_;
  OriginLimit origin_limit_;
  std::vector<Candidate> candidates_;  // nearest first
  unsigned questions_ = 0;
  std::size_t asked_ = 0;  // different nodes
  unsigned failed_ = 0;
};

}  // namespace callo
