#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <vector>

#include "protocol/overlay/membership/messages.hpp"
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
class Member {
 public:
  enum class Status : std::uint8_t { outside, copying, waiting, notifying, in_system };
  using Out = std::vector<OutgoingMembershipMessage>;

  Member(const Neighbour& self, Digits digits, unsigned neighbours_per_entry);

  // The first node of a network is in the system without asking.
  void found();

  // Contract: outside. The contacts only say where to begin, nearest first.
  void join(std::vector<Neighbour> contacts, Out& out);

  // `from` is who signed it, at the endpoint where it can be reached.
  void receive(const Neighbour& from, const MembershipMessage& message, Out& out);

  // Says again what has not been answered; a contact that is silent is passed over. Every message
  // may be lost.
  void retry(Out& out);

  // True when the node is in the table afterwards; one that is new there is told.
  bool store(const Neighbour& node, Out& out);

  // Forgets a node that has failed; false when it was not in the table.
  bool forget(const OverlayId& id);

  Status status() const { return status_; }

  const NeighbourTable& table() const { return table_; }

  const Neighbour& self() const { return self_; }

  // Who stores this node.
  const std::map<OverlayId, Neighbour>& reverse_neighbours() const { return reverse_; }

  // Notifications that this node sent to join.
  std::uint64_t notifications_sent() const { return notifications_sent_; }

 private:
  void on(const Neighbour& from, const CopyRequest& request, Out& out);
  void on(const Neighbour& from, const CopyReply& reply, Out& out);
  void on(const Neighbour& from, const JoinWait& wait, Out& out);
  void on(const Neighbour& from, const JoinWaitReply& reply, Out& out);
  void on(const Neighbour& from, const JoinNotification& notification, Out& out);
  void on(const Neighbour& from, const JoinNotificationReply& reply, Out& out);
  void on(const Neighbour& from, const SpecialNotification& special, Out& out);
  void on(const Neighbour& from, const SpecialNotificationReply& reply, Out& out);
  void on(const Neighbour& from, const StoredNotice& notice, Out& out);
  void on(const Neighbour& from, const InSystemNotice& notice, Out& out);

  // What is said after a failure is not for a joiner; see repair.hpp.
  template <typename Other>
  void on(const Neighbour&, const Other&, Out&) {}

  void copy_from(const Neighbour& node, Out& out);
  void wait_for(const Neighbour& node, Out& out);
  void next_contact(Out& out);
  unsigned attach_level(const OverlayId& joiner) const;
  void learn(const std::vector<Neighbour>& nodes, Out& out);
  void notify(const Neighbour& node, Out& out);
  void notify_special(const Neighbour& unheard, Out& out);
  void enter_if_answered(Out& out);

  bool is_self(const Neighbour& node) const { return node.id == self_.id; }

  Neighbour me() const;

  Neighbour self_;
  NeighbourTable table_;
  Status status_ = Status::outside;
  std::vector<Neighbour> contacts_;  // not tried yet, best last
  Neighbour asked_;                  // while copying or waiting
  unsigned copy_level_ = 0;
  unsigned notification_level_ = 0;
  std::set<OverlayId> notified_;
  std::map<OverlayId, Neighbour> unanswered_;   // notifications
  std::map<OverlayId, Neighbour> specials_;     // special notifications, by who is unheard
  std::map<OverlayId, Neighbour> waiters_;      // who waits until this node is in the system
  std::map<OverlayId, std::uint16_t> granted_;  // levels given to joiners stored here
  std::map<OverlayId, Neighbour> reverse_;
  std::uint64_t notifications_sent_ = 0;
};

}  // namespace callo
