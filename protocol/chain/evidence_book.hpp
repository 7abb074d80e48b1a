#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "protocol/chain/evidence.hpp"

namespace callo {

// How old an offence may be when it is committed. It is too old once both are exceeded: blocks may
// come fast or slowly, and culprits must not escape by either. Same on every node.
struct EvidenceAge {
  Height blocks = 100'000;
  Duration duration = std::chrono::hours{48};
};

// The offences of the recent past: what a block has committed already, and the evidence that waits
// for a block. Age counts in heights and times of decided blocks, never by anybody's clock; all of
// it but the waiting evidence follows from the decided blocks, so a node that restarts or joins
// late judges as all others do.
class EvidenceBook {
 public:
  static constexpr std::size_t kPendingPerCulpritMax = 16;
  // Of one culprit, in blocks that are not too old: whoever is proven a traitor that often needs no
  // further proof, and a block with more is not valid.
  static constexpr std::size_t kCommittedPerCulpritMax = 64;

  explicit EvidenceBook(EvidenceAge age) : age_{age} {}

  // As of a node that begins behind a decided block and knows nothing of the heights before it.
  static EvidenceBook starting_at(EvidenceAge age, Height height, CalendarTime time);

  // What happened up to then this node cannot judge; others can.
  bool is_before_start(Height height) const { return height <= started_at_; }

  // What follows from decided blocks; the evidence that waits is told again by others.
  // u64 start | u64 first height, u32 count, times | u32 count, offences.
  void encode(Writer& out) const;
  static std::optional<EvidenceBook> decode(Reader& in, EvidenceAge age);

  // Heights come in order. `offences` are those that the block's evidence proves.
  void on_decided(Height height, CalendarTime time, const std::vector<Offence>& offences);

  // May an offence of this height stand in the next block, as far as age goes? Not before its
  // height is decided, for only then the age of everything is known.
  bool is_due(Height height) const;
  bool is_expired(Height height) const;

  bool is_committed(const Offence& offence) const;

  // How many more offences of this culprit blocks may carry.
  std::size_t room_for(NodeId culprit) const;

  // Keeps evidence that was verified. False: committed, too old, held already, or too much of one
  // culprit, which then needs no further proof.
  bool add(const Offence& offence, const DuplicateEvidence& evidence);
  // True if exactly these bytes were verified before and wait here.
  bool holds(const Offence& offence, const DuplicateEvidence& evidence) const;

  // What the next block may carry, oldest first.
  std::vector<DuplicateEvidence> take_due(std::size_t count_max, std::size_t bytes_max) const;

  // Offences of lower heights are too old.
  Height oldest() const { return first_timed_; }

  std::size_t pending() const;

  std::size_t committed() const;

 private:
  using Pending = std::map<Offence, DuplicateEvidence>;

  void forget_expired();
  void note_committed(const Offence& offence);

  EvidenceAge age_;
  Height started_at_ = 0;
  Height tip_ = 0;
  Height first_timed_ = 1;
  std::deque<CalendarTime> times_;  // of decided blocks, from first_timed_ on
  std::map<Height, std::set<Offence>> committed_;
  std::map<NodeId, std::size_t> committed_of_;  // how many, by culprit
  std::map<Height, Pending> pending_;
};

}  // namespace callo
