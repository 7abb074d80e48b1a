#include "protocol/overlay/membership/member.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

Member::Member(const Neighbour& self, Digits digits, unsigned neighbours_per_entry)
    : self_{self}, table_{self.id, digits, neighbours_per_entry} {}

Neighbour Member::me() const {
  return {self_.id, self_.endpoint, status_ == Status::in_system};
}

void Member::found() {
  CALLO_CHECK(status_ == Status::outside);
  status_ = Status::in_system;
}

void Member::join(std::vector<Neighbour> contacts, Out& out) {
  CALLO_CHECK(status_ == Status::outside);
  status_ = Status::copying;
  contacts_ = std::move(contacts);
  std::reverse(contacts_.begin(), contacts_.end());
  next_contact(out);
}

void Member::next_contact(Out& out) {
  while (!contacts_.empty()) {
    const Neighbour contact = contacts_.back();
    contacts_.pop_back();
    if (!is_self(contact)) {
      copy_from(contact, out);
      return;
    }
  }
}

void Member::receive(const Neighbour& from, const MembershipMessage& message, Out& out) {
  if (status_ == Status::outside || is_self(from)) {
    return;
  }
  std::visit([&](const auto& content) { on(from, content, out); }, message);
}

void Member::retry(Out& out) {
  if (status_ == Status::copying) {
    // A silent contact is passed over; with none left, the last one is asked again.
    if (contacts_.empty()) {
      copy_from(asked_, out);
    } else {
      next_contact(out);
    }
  } else if (status_ == Status::waiting) {
    out.push_back({asked_, JoinWait{}});
  }
  for (const auto& [id, node] : unanswered_) {
    out.push_back({node, JoinNotification{static_cast<std::uint16_t>(notification_level_),
                                          table_.from_level(0)}});
  }
  for (const auto& [id, node] : std::exchange(specials_, {})) {
    notify_special(node, out);
  }
}

// Copying: level by level.

void Member::copy_from(const Neighbour& node, Out& out) {
  asked_ = node;
  out.push_back({node, CopyRequest{static_cast<std::uint16_t>(copy_level_)}});
}

void Member::on(const Neighbour& from, const CopyRequest& request, Out& out) {
  const bool is_in_system = status_ == Status::in_system;
  out.push_back({from, CopyReply{is_in_system, is_in_system ? table_.from_level(request.level)
                                                            : std::vector<Neighbour>{}}});
}

void Member::on(const Neighbour& from, const CopyReply& reply, Out& out) {
  if (status_ != Status::copying || from.id != asked_.id) {
    return;
  }
  if (!reply.in_system) {
    next_contact(out);
    return;
  }
  const Neighbour source{from.id, from.endpoint, true};
  store(source, out);
  learn(reply.neighbours, out);
  const unsigned shared = table_.level_of(from.id);
  copy_level_ = std::max(copy_level_, shared);
  // Somebody in the system who shares one digit more has the next level.
  const Neighbour* next = nullptr;
  for (const Neighbour& node : reply.neighbours) {
    if (node.in_system && !is_self(node) && table_.level_of(node.id) > shared &&
        (next == nullptr || table_.level_of(node.id) > table_.level_of(next->id))) {
      next = &node;
    }
  }
  if (next != nullptr) {
    copy_from(*next, out);
  } else {
    wait_for(source, out);
  }
}

// Waiting: until somebody stores this node.

void Member::wait_for(const Neighbour& node, Out& out) {
  status_ = Status::waiting;
  asked_ = node;
  out.push_back({node, JoinWait{}});
}

void Member::on(const Neighbour& from, const JoinWait&, Out& out) {
  if (status_ != Status::in_system) {
    waiters_.insert_or_assign(from.id, from);
    return;
  }
  // One whose answer was lost gets the same again: others have come who counted it.
  auto granted = granted_.find(from.id);
  if (granted == granted_.end()) {
    const unsigned level = attach_level(from.id);
    if (store({from.id, from.endpoint, false}, out)) {
      granted = granted_.emplace(from.id, static_cast<std::uint16_t>(level)).first;
    }
  }
  const bool stored = granted != granted_.end();
  out.push_back({from, JoinWaitReply{stored, stored ? granted->second : std::uint16_t{0},
                                     table_.from_level(0)}});
}

// The joiner is missing wherever fewer than K nodes end in its digits up to a level. This node is
// one of those that share them, and K-consistent: it knows all of them if they are fewer than K.
unsigned Member::attach_level(const OverlayId& joiner) const {
  const unsigned shared = table_.level_of(joiner);
  // One that was heard of already does not count.
  const bool is_stored = table_.find(joiner) != nullptr;
  std::size_t sharing = 1;
  unsigned level = table_.levels();
  while (level > 0 && sharing < table_.neighbours_per_entry()) {
    --level;
    sharing += table_.size_of_level(level) - (is_stored && level == shared ? 1 : 0);
  }
  return std::min(level, shared);
}

void Member::on(const Neighbour& from, const JoinWaitReply& reply, Out& out) {
  if (status_ != Status::waiting || from.id != asked_.id) {
    return;
  }
  const unsigned shared = table_.level_of(from.id);
  if (reply.stored) {
    reverse_.insert_or_assign(from.id, from);
    status_ = Status::notifying;
    notification_level_ = std::min<unsigned>(reply.level, shared);
    notify({from.id, from.endpoint, true}, out);
    learn(reply.neighbours, out);
    for (const Neighbour& node : table_.from_level(notification_level_)) {
      notify(node, out);
    }
    enter_if_answered(out);
    return;
  }
  learn(reply.neighbours, out);
  // Its entry for this node is full of those who share one digit more: one of them will.
  for (const Neighbour& node : reply.neighbours) {
    if (!is_self(node) && table_.level_of(node.id) > shared) {
      wait_for(node, out);
      return;
    }
  }
}

// Notifying: everybody who shares the digits of the notification level.

void Member::notify(const Neighbour& node, Out& out) {
  if (is_self(node) || !notified_.insert(node.id).second) {
    return;
  }
  unanswered_.emplace(node.id, node);
  ++notifications_sent_;
  out.push_back({node, JoinNotification{static_cast<std::uint16_t>(notification_level_),
                                        table_.from_level(0)}});
}

void Member::on(const Neighbour& from, const JoinNotification& notification, Out& out) {
  const bool stored = store({from.id, from.endpoint, false}, out);
  const unsigned shared = table_.level_of(from.id);
  const bool stores_me = std::find(notification.neighbours.begin(), notification.neighbours.end(),
                                   self_) != notification.neighbours.end();
  if (stores_me) {
    reverse_.insert_or_assign(from.id, from);
  }
  const bool unheard = !stores_me && status_ == Status::in_system && shared > notification_level_;
  learn(notification.neighbours, out);
  out.push_back({from, JoinNotificationReply{stored, unheard, table_.from_level(0)}});
}

void Member::on(const Neighbour& from, const JoinNotificationReply& reply, Out& out) {
  if (status_ != Status::notifying || unanswered_.erase(from.id) == 0) {
    return;
  }
  if (reply.stored) {
    reverse_.insert_or_assign(from.id, from);
  }
  learn({from}, out);
  if (reply.unheard && table_.find(from.id) == nullptr) {
    notify_special(from, out);
  }
  learn(reply.neighbours, out);
  enter_if_answered(out);
}

// Those stored in its place must hear of it.
void Member::notify_special(const Neighbour& unheard, Out& out) {
  const std::span<const Neighbour> entry = table_.entry_of(unheard.id);
  if (entry.empty()) {
    return;
  }
  specials_.insert_or_assign(unheard.id, unheard);
  out.push_back({entry.front(), SpecialNotification{me(), unheard}});
}

void Member::on(const Neighbour&, const SpecialNotification& special, Out& out) {
  const Neighbour& unheard = special.unheard;
  if (is_self(unheard) || store(unheard, out)) {
    out.push_back({special.joiner, SpecialNotificationReply{unheard.id}});
    return;
  }
  out.push_back({table_.entry_of(unheard.id).front(), special});
}

void Member::on(const Neighbour&, const SpecialNotificationReply& reply, Out& out) {
  if (specials_.erase(reply.unheard) != 0) {
    enter_if_answered(out);
  }
}

void Member::enter_if_answered(Out& out) {
  if (status_ != Status::notifying || !unanswered_.empty() || !specials_.empty()) {
    return;
  }
  status_ = Status::in_system;
  for (const auto& [id, node] : reverse_) {
    out.push_back({node, InSystemNotice{}});
  }
  for (const auto& [id, node] : std::exchange(waiters_, {})) {
    on(node, JoinWait{}, out);
  }
}

// Tables.

bool Member::store(const Neighbour& node, Out& out) {
  if (is_self(node)) {
    return true;
  }
  const NeighbourTable::Added added = table_.add(node);
  if (added == NeighbourTable::Added::yes) {
    out.push_back({node, StoredNotice{node.in_system}});
  }
  return added != NeighbourTable::Added::full;
}

bool Member::forget(const OverlayId& id) {
  reverse_.erase(id);
  granted_.erase(id);
  waiters_.erase(id);
  return table_.remove(id);
}

void Member::learn(const std::vector<Neighbour>& nodes, Out& out) {
  for (const Neighbour& node : nodes) {
    if (is_self(node)) {
      continue;
    }
    store(node, out);
    if (status_ == Status::notifying && table_.level_of(node.id) >= notification_level_) {
      notify(node, out);
    }
  }
}

void Member::on(const Neighbour& from, const StoredNotice& notice, Out& out) {
  reverse_.insert_or_assign(from.id, from);
  if (notice.in_system != (status_ == Status::in_system) && status_ == Status::in_system) {
    out.push_back({from, InSystemNotice{}});
  }
}

void Member::on(const Neighbour& from, const InSystemNotice&, Out& out) {
  granted_.erase(from.id);
  store({from.id, from.endpoint, true}, out);
}

}  // namespace callo
