#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "protocol/overlay/membership/overlay_member.hpp"

namespace callo {

// Fills the holes that failed nodes leave in a table (Lam and Liu, SIGMETRICS 2004, section 4). An
// entry with fewer than K nodes is searched in four steps, each ever wider and more costly: (a)
// among those who store this node, (b) by asking the others of the entry, (c) by asking the
// neighbours of its level, (d) by asking all neighbours. Whoever is found is stored once it has
// answered itself. With nobody left to find, the entry stays short.
//
// When many fail at once, both sides of an entry may have lost all K, so that nobody there is known
// to anybody whom these steps reach. An entry that was full and stays empty is searched further in
// the end: (e) those of the level below, which stand beside both sides, are asked whom they know
// from that level on, and whomever they name as well; then those of the levels below that.
//
// What a failure during a join has left out leaves no hole to search. Now and then each node asks
// one of those that share most of its digits for its table, and takes whom it lacks.
//
// A pure machine beside its member: neither sends nor waits itself.
class TableRepair {
 public:
  using Out = OverlayMember::Out;
  using Entry = std::pair<unsigned, unsigned>;  // level, digit

  // The member outlives it.
  explicit TableRepair(OverlayMember& member) : member_{member} {}

  // This node does not answer any more: it leaves the table, and its entry is searched.
  void failed(const OverlayId& id, Out& out);

  // This entry of the table may lack somebody: it is searched.
  void search(Entry entry, Out& out) { open(entry, 0, out); }

  // Somebody named these nodes: whoever has a place in the table, and room there, is asked whether
  // it is there, and stored once it has answered itself.
  void consider(std::span<const Neighbour> nodes, Out& out);

  // False for an answer that nobody asked for, and for what is not for repair.
  bool receive(const Neighbour& from, const MembershipMessage& message, Out& out);

  // Called now and then, a round trip or more apart: asks again those who have not answered since,
  // and takes them for failed when they were asked kAttempts times.
  void tick(Out& out);

  // Asks the next of those who share most of this node's digits whom it knows.
  void refresh(Out& out);

  bool idle() const { return holes_.empty(); }

  // Entries that were filled again.
  std::uint64_t filled() const { return filled_; }

 private:
  static constexpr unsigned kAttempts = 4;
  static constexpr unsigned kStepsWithin = 4;  // (a) to (d)
  static constexpr unsigned kLevelsBelow = 3;  // a step (e) each
  static constexpr unsigned kSteps = kStepsWithin + kLevelsBelow;
  static constexpr unsigned kRounds = 3;
  static constexpr unsigned kRestTicks = 4;
  // What peers can make grow: candidates looked at in one search, and searches beside each other
  // that nobody's failure has begun.
  static constexpr std::size_t kCandidatesMax = 128;
  static constexpr std::size_t kConsideredMax = 64;
  // Asked in a step (e): in all, and of those that one answer names.
  static constexpr std::size_t kReferredMax = 64;
  static constexpr std::size_t kReferredPerAnswerMax = 16;

  enum class Question : std::uint8_t { are_you_there, who_belongs_here, whom_do_you_know };

  struct Asked {
    Neighbour node;
    Question question;
    unsigned attempts;
  };

  struct Hole {
    unsigned round = 1;
    unsigned rest = 0;  // ticks until the next round begins
    unsigned step = 0;
    unsigned lost = 0;                    // neighbours of the entry, since the search began
    std::map<OverlayId, Asked> asked;     // no answer yet
    std::set<OverlayId> done;             // asked for others already
    std::set<OverlayId> seen_candidates;  // asked whether they are there
  };

  using Holes = std::map<Entry, Hole>;

  void open(Entry entry, unsigned lost, Out& out);
  static void note_loss(Hole& hole);
  // At most so many of one entry are asked at once.
  void consider(std::span<const Neighbour> nodes, std::size_t asked_max, Out& out);
  void consider_unasked(std::span<const Neighbour> nodes, Out& out);
  void begin_step(Entry entry, Hole& hole, Out& out);
  void ask_those_who_have(Entry entry, Hole& hole, Out& out);
  void ask_from_below(Entry entry, Hole& hole, Out& out);
  void go_on(Holes::iterator at, Out& out);
  void rest(Holes::iterator at);
  void ask(Entry entry, Hole& hole, const Neighbour& node, Question question, Out& out);
  void follow(Entry entry, Hole& hole, std::span<const Neighbour> named, Out& out);
  void try_candidate(Entry entry, Hole& hole, const Neighbour& node, Out& out);
  void send(Entry entry, const Hole& hole, const Asked& asked, Out& out) const;
  static unsigned level_below(Entry entry, const Hole& hole);
  bool belongs(Entry entry, const OverlayId& id) const;
  bool is_full(Entry entry) const;
  bool is_short(unsigned level) const;
  bool receive_table(const Neighbour& from, std::span<const Neighbour> nodes, Out& out);
  bool on(const Neighbour& from, const RepairQuery& query, Out& out);
  bool on(const Neighbour& from, const RepairReply& reply, Out& out);
  bool on(const Neighbour& from, const Pong& pong, Out& out);
  bool on(const Neighbour& from, const LeaveNotice& notice, Out& out);
  bool on(const Neighbour& from, const RefreshQuery& query, Out& out);
  bool on(const Neighbour& from, const RefreshReply& reply, Out& out);
  bool on(const Neighbour& from, const JoinNotification& notification, Out& out);
  bool on(const Neighbour& from, const SpecialNotification& special, Out& out);

  template <typename Other>
  bool on(const Neighbour&, const Other&, Out&) {
    return false;
  }

  OverlayMember& member_;
  Holes holes_;
  std::uint64_t filled_ = 0;
  OverlayId refreshing_;       // whose table was asked for last
  bool awaits_table_ = false;  // and not given yet
};

}  // namespace callo
