#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <vector>

#include "protocol/overlay/membership/messages.hpp"
#include "protocol/overlay/membership/neighbour_set.hpp"
#include "protocol/overlay/membership/neighbour_table.hpp"

namespace callo {

// One node's part in the join protocol of Liu and Lam (ICDCS 2003) for K neighbours an entry (Lam
// and Liu, SIGMETRICS 2004). Any number may join at once, and end K-consistent, as long as nobody
// fails meanwhile. A pure machine: it neither sends nor waits itself.
//
// A joiner first copies: level by level from a node that shares ever more of its digits, each level
// from one that is alive and in the system. It waits for the last of them, or one that that one
// names, to store it. Then it notifies everybody who shares the digits at which it was stored, and
// is in the system when all have answered.
//
// One that leaves tells all who store it, and whom it stores, and hands over who can take its
// place.
class OverlayMember {
 public:
  enum class Status : std::uint8_t {
    outside,
    copying,
    waiting,
    notifying,
    in_system,
    leaving,
    left
  };
  using Out = std::vector<OutgoingMembershipMessage>;

  // What peers can make grow. Levels granted to joiners need no limit of their own: whoever has one
  // stands in the table.
  static constexpr std::size_t kReverseNeighboursMax = 16'384;
  static constexpr std::size_t kWaitersMax = 1'024;
  static constexpr std::size_t kNotifiedMax = 16'384;
  static constexpr std::size_t kSpecialsMax = 1'024;
  // Contacts and their copies name nobody more than once this often before a joiner begins anew.
  static constexpr unsigned kAttempts = 5;
  // How often one that is there, but does not answer, is asked again before a joiner goes on
  // without it: a liar must not hold it up for ever. Longer than an honest one that is joining
  // itself takes.
  static constexpr unsigned kPatience = 15;
  static constexpr std::size_t kShunnedMax = 64;

  OverlayMember(const Neighbour& self, Digits digits, unsigned neighbours_per_entry,
                OriginLimit limit = {});

  // The first node of a network is in the system without asking.
  void found();

  // Those who begin a network together know each other from its genesis: every one of them fills
  // its table from the same list, in which it stands itself at `own_place`, and tells whom it took.
  void found_together(std::span<const Neighbour> founders, std::size_t own_place, Out& out);

  // Contract: outside. The contacts only say where to begin, nearest first.
  void join(std::vector<Neighbour> contacts, Out& out);

  // Contract: in the system.
  void leave(Out& out);

  // `from` is who signed it, at the endpoint where it can be reached. False for an answer that
  // nobody asked for, and for what is not for a member but for its repair.
  bool receive(const Neighbour& from, const MembershipMessage& message, Out& out);

  // Says again what has not been answered; a contact that is silent is passed over. Every message
  // may be lost.
  void retry(Out& out);

  // True when the node is in the table afterwards; one that is new there is told.
  bool store(const Neighbour& node, Out& out);

  // Forgets a node that has failed or left; false when it was not in the table.
  bool forget(const OverlayId& id);

  // Forgets it, and waits no longer for its answers. A joiner whose last contact failed is outside
  // again and needs new ones.
  bool failed(const OverlayId& id, Out& out);

  Status status() const { return status_; }

  bool is_joining() const { return status_ >= Status::copying && status_ <= Status::notifying; }

  const NeighbourTable& table() const { return table_; }

  const Neighbour& self() const { return self_; }

  // Who stores this node.
  std::span<const Neighbour> reverse_neighbours() const { return reverse_.nodes(); }

  // Whose answer this node cannot do without, besides those of its table: who may be asked whether
  // it is still there.
  void append_awaited(std::vector<Neighbour>& nodes) const;

  // Notifications that this node sent to join.
  std::uint64_t notifications_sent() const { return notifications_sent_; }

 private:
  bool on(const Neighbour& from, const CopyRequest& request, Out& out);
  bool on(const Neighbour& from, const CopyReply& reply, Out& out);
  bool on(const Neighbour& from, const JoinWait& wait, Out& out);
  bool on(const Neighbour& from, const JoinWaitReply& reply, Out& out);
  bool on(const Neighbour& from, const JoinNotification& notification, Out& out);
  bool on(const Neighbour& from, const JoinNotificationReply& reply, Out& out);
  bool on(const Neighbour& from, const SpecialNotification& special, Out& out);
  bool on(const Neighbour& from, const SpecialNotificationReply& reply, Out& out);
  bool on(const Neighbour& from, const StoredNotice& notice, Out& out);
  bool on(const Neighbour& from, const InSystemNotice& notice, Out& out);
  bool on(const Neighbour& from, const Ping& ping, Out& out);
  bool on(const Neighbour& from, const LeaveReply& reply, Out& out);

  // What is said after a failure is not for a joiner; see table_repair.hpp.
  template <typename Other>
  bool on(const Neighbour&, const Other&, Out&) {
    return false;
  }

  void copy_from(const Neighbour& node, Out& out);
  void wait_for(const Neighbour& node, Out& out);
  void next_contact(Out& out);
  void begin_again();
  void lose_patience(Out& out);
  unsigned attach_level(const OverlayId& joiner) const;
  void learn(std::span<const Neighbour> nodes, Out& out);
  void notify(const Neighbour& node, Out& out);
  void notify_special(const Neighbour& unheard, Out& out);
  void enter_if_answered(Out& out);
  void say_leave(const Neighbour& node, Out& out) const;

  bool is_stored(const OverlayId& id) const { return table_.find(id) != nullptr; }

  bool is_self(const Neighbour& node) const { return node.id == self_.id; }

  Neighbour me() const;

  Neighbour self_;
  NeighbourTable table_;
  Status status_ = Status::outside;
  std::vector<Neighbour> contacts_;  // not tried yet, best last
  Neighbour asked_;                  // while copying or waiting
  unsigned asked_times_ = 0;
  unsigned unheeded_ = 0;        // times that all were asked again without any answer
  std::set<OverlayId> shunned_;  // on this way in: who was waited for in vain
  unsigned copy_level_ = 0;
  unsigned notification_level_ = 0;
  std::set<OverlayId> notified_;
  NeighbourSet unanswered_{kNotifiedMax};       // notifications; of one that leaves, its leave
  NeighbourSet specials_{kSpecialsMax};         // special notifications, by who is unheard
  NeighbourSet waiters_{kWaitersMax};           // who waits until this node is in the system
  std::map<OverlayId, std::uint16_t> granted_;  // levels given to joiners stored here
  NeighbourSet reverse_{kReverseNeighboursMax};
  std::uint64_t notifications_sent_ = 0;
};

}  // namespace callo
