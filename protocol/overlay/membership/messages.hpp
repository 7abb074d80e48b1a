#pragma once

#include <cstdint>
#include <variant>
#include <vector>

#include "protocol/overlay/membership/neighbour_table.hpp"

namespace callo {

// What nodes say to each other while one joins or after one has left (Liu and Lam, ICDCS 2003,
// section 4; Lam and Liu, SIGMETRICS 2004, for K neighbours an entry). Each comes from a neighbour
// whose id its signature proves. The papers' names stand behind.

// "Send me your table from this level on, where it is mine as well." CpRstMsg.
struct CopyRequest {
  std::uint16_t level{};
};

// Empty and not in the system from one that is still joining itself. CpRlyMsg.
struct CopyReply {
  bool in_system{};
  std::vector<Neighbour> neighbours;
};

// "Store me." JoinWaitMsg; one that is still joining answers once it is in the system.
struct JoinWait {};

// JoinWaitRlyMsg. `level`: the lowest at which somebody may have room for the joiner.
struct JoinWaitReply {
  bool stored{};
  std::uint16_t level{};
  std::vector<Neighbour> neighbours;
};

// "I am new, and so I look." JoinNotiMsg, to all that share the digits of the notification level.
struct JoinNotification {
  std::uint16_t level{};
  std::vector<Neighbour> neighbours;
};

// JoinNotiRlyMsg. `unheard`: the sender is in the system, needs no notification of its own any
// more, and the joiner does not store it.
struct JoinNotificationReply {
  bool stored{};
  bool unheard{};
  std::vector<Neighbour> neighbours;
};

// "Know this node, which I met and do not store." SpeNotiMsg; passed on until somebody stores it,
// who answers the joiner.
struct SpecialNotification {
  Neighbour joiner;
  Neighbour unheard;
};

struct SpecialNotificationReply {
  OverlayId unheard;
};

// "I store you, and take you for one who is (not) in the system." RvNghNotiMsg; answered if that is
// wrong.
struct StoredNotice {
  bool in_system{};
};

// "I am in the system." InSysNotiMsg and RvNghNotiRlyMsg.
struct InSystemNotice {};

// "Whom do you know for this entry of my table?"
struct RepairQuery {
  std::uint16_t level{};
  std::uint16_t digit{};
};

struct RepairReply {
  std::uint16_t level{};
  std::uint16_t digit{};
  std::vector<Neighbour> neighbours;
};

// "Are you there?" and the answer; one that is still joining says so.
struct Ping {};

struct Pong {
  bool in_system{};
};

// "I leave; these can take my place in your entry."
struct LeaveNotice {
  std::vector<Neighbour> neighbours;
};

struct LeaveReply {};

// "Whom do you know from this level on, where your table is mine as well?" Asked now and then by
// one who is in the system already: what a failure during a join has left out is found so.
struct RefreshQuery {
  std::uint16_t level{};
};

struct RefreshReply {
  std::vector<Neighbour> neighbours;
};

using MembershipMessage =
    std::variant<CopyRequest, CopyReply, JoinWait, JoinWaitReply, JoinNotification,
                 JoinNotificationReply, SpecialNotification, SpecialNotificationReply, StoredNotice,
                 InSystemNotice, RepairQuery, RepairReply, Ping, Pong, LeaveNotice, LeaveReply,
                 RefreshQuery, RefreshReply>;

struct OutgoingMembershipMessage {
  Neighbour to;
  MembershipMessage message;
};

}  // namespace callo
