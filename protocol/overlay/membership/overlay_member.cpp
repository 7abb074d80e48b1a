#include "protocol/overlay/membership/overlay_member.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

OverlayMember::OverlayMember(const Neighbour& self, Digits digits, unsigned neighbours_per_entry,
                             OriginLimit limit)
    : self_{self}, table_{self.id, digits, neighbours_per_entry, limit} {}

Neighbour OverlayMember::me() const {
  return {self_.id, self_.endpoint, status_ == Status::in_system};
}

void OverlayMember::found() {
  CALLO_CHECK(status_ == Status::outside);
  status_ = Status::in_system;
}

// Beginning behind its own place, each founder prefers others: no table leans on the first ones.
void OverlayMember::found_together(std::span<const Neighbour> founders, std::size_t own_place,
                                   Out& out) {
  CALLO_CHECK(status_ == Status::outside && own_place < founders.size());
  status_ = Status::in_system;
  for (std::size_t step = 1; step < founders.size(); ++step) {
    const std::size_t place = own_place + step;
    store(founders[place < founders.size() ? place : place - founders.size()], out);
  }
}

void OverlayMember::join(std::vector<Neighbour> contacts, Out& out) {
  CALLO_CHECK(status_ == Status::outside);
  status_ = Status::copying;
  unheeded_ = 0;
  contacts_ = std::move(contacts);
  std::reverse(contacts_.begin(), contacts_.end());
  next_contact(out);
}

void OverlayMember::next_contact(Out& out) {
  while (!contacts_.empty()) {
    const Neighbour contact = contacts_.back();
    contacts_.pop_back();
    if (!is_self(contact) && !shunned_.contains(contact.id)) {
      copy_from(contact, out);
      return;
    }
  }
  begin_again();
}

// Nobody is left to ask: what was learnt is kept, but the way in must be found anew.
void OverlayMember::begin_again() {
  status_ = Status::outside;
  shunned_.clear();
  copy_level_ = 0;
  asked_ = {};
}

bool OverlayMember::receive(const Neighbour& from, const MembershipMessage& message, Out& out) {
  // One that must find a new way in is known to others already, and hears them.
  if (status_ == Status::left || is_self(from)) {
    return false;
  }
  return std::visit([&](const auto& content) { return on(from, content, out); }, message);
}

void OverlayMember::retry(Out& out) {
  if (status_ == Status::copying) {
    // A silent contact is passed over; the last one is asked some times more.
    if (!contacts_.empty() || asked_times_ >= kAttempts) {
      next_contact(out);
    } else {
      copy_from(asked_, out);
    }
  } else if (is_joining() && ++unheeded_ > kPatience) {
    lose_patience(out);
  } else if (status_ == Status::waiting) {
    out.push_back({asked_, JoinWait{}});
  }
  for (const Neighbour& node : unanswered_.nodes()) {
    if (status_ == Status::leaving) {
      say_leave(node, out);
    } else {
      out.push_back({node, JoinNotification{static_cast<std::uint16_t>(notification_level_),
                                            table_.from_level(0)}});
    }
  }
  for (const Neighbour& node : specials_.take()) {
    notify_special(node, out);
  }
  enter_if_answered(out);
}

// Who is waited for answers whether it is there, and nothing else. Another contact is tried, and
// leads to somebody else; of those that were notified, whoever stays silent is not counted on.
void OverlayMember::lose_patience(Out& out) {
  unheeded_ = 0;
  if (status_ == Status::waiting) {
    if (shunned_.size() < kShunnedMax) {
      shunned_.insert(asked_.id);
    }
    status_ = Status::copying;
    next_contact(out);
    return;
  }
  unanswered_.take();
  specials_.take();
  enter_if_answered(out);
}

void OverlayMember::append_awaited(std::vector<Neighbour>& nodes) const {
  if (status_ == Status::copying || status_ == Status::waiting) {
    if (!is_stored(asked_.id)) {
      nodes.push_back(asked_);
    }
  }
  for (const Neighbour& node : unanswered_.nodes()) {
    if (!is_stored(node.id)) {
      nodes.push_back(node);
    }
  }
}

// Copying: level by level.

void OverlayMember::copy_from(const Neighbour& node, Out& out) {
  asked_times_ = node == asked_ ? asked_times_ + 1 : 1;
  asked_ = node;
  out.push_back({node, CopyRequest{static_cast<std::uint16_t>(copy_level_)}});
}

bool OverlayMember::on(const Neighbour& from, const CopyRequest& request, Out& out) {
  const bool is_in_system = status_ == Status::in_system;
  out.push_back({from, CopyReply{is_in_system, is_in_system ? table_.from_level(request.level)
                                                            : std::vector<Neighbour>{}}});
  return true;
}

bool OverlayMember::on(const Neighbour& from, const CopyReply& reply, Out& out) {
  if (status_ != Status::copying || from.id != asked_.id) {
    return false;
  }
  if (!reply.in_system) {
    next_contact(out);
    return true;
  }
  const Neighbour source{from.id, from.endpoint, true};
  store(source, out);
  learn(reply.neighbours, out);
  const unsigned shared = table_.level_of(from.id);
  copy_level_ = std::max(copy_level_, shared);
  // Somebody in the system who shares one digit more has the next level.
  const Neighbour* next = nullptr;
  for (const Neighbour& node : reply.neighbours) {
    if (node.in_system && !is_self(node) && !shunned_.contains(node.id) &&
        table_.level_of(node.id) > shared &&
        (next == nullptr || table_.level_of(node.id) > table_.level_of(next->id))) {
      next = &node;
    }
  }
  if (next != nullptr) {
    copy_from(*next, out);
  } else {
    wait_for(source, out);
  }
  return true;
}

// Waiting: until somebody stores this node.

void OverlayMember::wait_for(const Neighbour& node, Out& out) {
  status_ = Status::waiting;
  unheeded_ = 0;
  asked_ = node;
  out.push_back({node, JoinWait{}});
}

bool OverlayMember::on(const Neighbour& from, const JoinWait&, Out& out) {
  if (status_ != Status::in_system) {
    // One that finds no room, or whom this node leaves behind, asks again or elsewhere.
    return status_ == Status::leaving || waiters_.insert(from);
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
  return true;
}

// The joiner is missing wherever fewer than K nodes end in its digits up to a level. This node is
// one of those that share them, and K-consistent: it knows all of them if they are fewer than K.
unsigned OverlayMember::attach_level(const OverlayId& joiner) const {
  const unsigned shared = table_.level_of(joiner);
  // One that was heard of already does not count.
  const bool was_stored = is_stored(joiner);
  std::size_t sharing = 1;
  unsigned level = table_.levels();
  while (level > 0 && sharing < table_.neighbours_per_entry()) {
    --level;
    sharing += table_.size_of_level(level) - (was_stored && level == shared ? 1 : 0);
  }
  return std::min(level, shared);
}

bool OverlayMember::on(const Neighbour& from, const JoinWaitReply& reply, Out& out) {
  if (status_ != Status::waiting || from.id != asked_.id) {
    return false;
  }
  const unsigned shared = table_.level_of(from.id);
  if (reply.stored) {
    reverse_.insert(from);
    status_ = Status::notifying;
    unheeded_ = 0;
    notification_level_ = std::min<unsigned>(reply.level, shared);
    notify({from.id, from.endpoint, true}, out);
    learn(reply.neighbours, out);
    for (const Neighbour& node : table_.from_level(notification_level_)) {
      notify(node, out);
    }
    enter_if_answered(out);
    return true;
  }
  learn(reply.neighbours, out);
  // Its entry for this node is full of those who share one digit more: one of them will.
  for (const Neighbour& node : reply.neighbours) {
    if (!is_self(node) && !shunned_.contains(node.id) && table_.level_of(node.id) > shared) {
      wait_for(node, out);
      return true;
    }
  }
  return true;
}

// Notifying: everybody who shares the digits of the notification level.

void OverlayMember::notify(const Neighbour& node, Out& out) {
  if (is_self(node) || notified_.size() == kNotifiedMax || !notified_.insert(node.id).second) {
    return;
  }
  unanswered_.insert(node);
  ++notifications_sent_;
  out.push_back({node, JoinNotification{static_cast<std::uint16_t>(notification_level_),
                                        table_.from_level(0)}});
}

bool OverlayMember::on(const Neighbour& from, const JoinNotification& notification, Out& out) {
  const bool stored = store({from.id, from.endpoint, false}, out);
  const unsigned shared = table_.level_of(from.id);
  const bool stores_me = std::find(notification.neighbours.begin(), notification.neighbours.end(),
                                   self_) != notification.neighbours.end();
  if (stores_me) {
    reverse_.insert(from);
  }
  const bool unheard = !stores_me && status_ == Status::in_system && shared > notification_level_;
  // One that is in the system asks them first; see table_repair.hpp.
  if (status_ != Status::in_system) {
    learn(notification.neighbours, out);
  }
  out.push_back({from, JoinNotificationReply{stored, unheard, table_.from_level(0)}});
  return true;
}

bool OverlayMember::on(const Neighbour& from, const JoinNotificationReply& reply, Out& out) {
  if (status_ != Status::notifying || !unanswered_.erase(from.id)) {
    return false;
  }
  unheeded_ = 0;
  if (reply.stored) {
    reverse_.insert(from);
  }
  learn({&from, 1}, out);
  if (reply.unheard && !is_stored(from.id)) {
    notify_special(from, out);
  }
  learn(reply.neighbours, out);
  enter_if_answered(out);
  return true;
}

// Those stored in its place must hear of it.
void OverlayMember::notify_special(const Neighbour& unheard, Out& out) {
  const std::span<const Neighbour> entry = table_.entry_of(unheard.id);
  if (!entry.empty() && specials_.insert(unheard)) {
    out.push_back({entry.front(), SpecialNotification{me(), unheard}});
  }
}

bool OverlayMember::on(const Neighbour&, const SpecialNotification& special, Out& out) {
  const Neighbour& unheard = special.unheard;
  // One that is in the system asks it first; see table_repair.hpp.
  const bool is_known = is_self(unheard) || is_stored(unheard.id);
  const bool is_asked = status_ == Status::in_system && table_.has_room_for(unheard);
  if (is_known || is_asked || (status_ != Status::in_system && store(unheard, out))) {
    out.push_back({special.joiner, SpecialNotificationReply{unheard.id}});
  } else {
    out.push_back({table_.entry_of(unheard.id).front(), special});
  }
  return true;
}

bool OverlayMember::on(const Neighbour&, const SpecialNotificationReply& reply, Out& out) {
  if (!specials_.erase(reply.unheard)) {
    return false;
  }
  unheeded_ = 0;
  enter_if_answered(out);
  return true;
}

void OverlayMember::enter_if_answered(Out& out) {
  if (status_ != Status::notifying || !unanswered_.empty() || !specials_.empty()) {
    return;
  }
  status_ = Status::in_system;
  notified_.clear();
  shunned_.clear();
  for (const Neighbour& node : reverse_.nodes()) {
    out.push_back({node, InSystemNotice{}});
  }
  for (const Neighbour& node : waiters_.take()) {
    on(node, JoinWait{}, out);
  }
}

// Leaving: everybody who stores this node, or is stored by it, is told.

void OverlayMember::leave(Out& out) {
  CALLO_CHECK(status_ == Status::in_system);
  status_ = Status::leaving;
  for (const Neighbour& node : reverse_.nodes()) {
    unanswered_.insert(node);
  }
  for (const Neighbour& node : table_.from_level(0)) {
    unanswered_.insert(node);
  }
  for (const Neighbour& node : unanswered_.nodes()) {
    say_leave(node, out);
  }
  if (unanswered_.empty()) {
    status_ = Status::left;
  }
}

// Whoever shares more of this node's digits than the other does has a place in the same entry.
void OverlayMember::say_leave(const Neighbour& node, Out& out) const {
  std::vector<Neighbour> heirs = table_.from_level(table_.level_of(node.id) + 1);
  heirs.resize(std::min<std::size_t>(heirs.size(), 2 * table_.neighbours_per_entry()));
  out.push_back({node, LeaveNotice{std::move(heirs)}});
}

// Asked whether it is there, a node that leaves says no, or it would be taken in again.
bool OverlayMember::on(const Neighbour& from, const Ping&, Out& out) {
  if (status_ == Status::leaving) {
    say_leave(from, out);
  } else {
    out.push_back({from, Pong{status_ == Status::in_system}});
  }
  return true;
}

bool OverlayMember::on(const Neighbour& from, const LeaveReply&, Out&) {
  if (status_ != Status::leaving || !unanswered_.erase(from.id)) {
    return false;
  }
  if (unanswered_.empty()) {
    status_ = Status::left;
  }
  return true;
}

// Tables.

bool OverlayMember::store(const Neighbour& node, Out& out) {
  if (is_self(node)) {
    return true;
  }
  const NeighbourTable::Added added = table_.add(node);
  if (added == NeighbourTable::Added::yes) {
    out.push_back({node, StoredNotice{node.in_system}});
  }
  return added != NeighbourTable::Added::full;
}

bool OverlayMember::forget(const OverlayId& id) {
  reverse_.erase(id);
  granted_.erase(id);
  waiters_.erase(id);
  return table_.remove(id);
}

bool OverlayMember::failed(const OverlayId& id, Out& out) {
  const bool was_stored = forget(id);
  const bool was_asked = asked_.id == id;
  if (status_ == Status::copying && was_asked) {
    next_contact(out);
  } else if (status_ == Status::waiting && was_asked) {
    // Somebody it named may do; or the way in begins anew.
    status_ = Status::copying;
    next_contact(out);
  }
  unanswered_.erase(id);
  specials_.erase(id);
  if (status_ == Status::leaving && unanswered_.empty()) {
    status_ = Status::left;
  }
  enter_if_answered(out);
  return was_stored;
}

void OverlayMember::learn(std::span<const Neighbour> nodes, Out& out) {
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

bool OverlayMember::on(const Neighbour& from, const StoredNotice& notice, Out& out) {
  if (status_ == Status::leaving) {
    unanswered_.insert(from);
    say_leave(from, out);
    return true;
  }
  reverse_.insert(from);
  if (!notice.in_system && status_ == Status::in_system) {
    out.push_back({from, InSystemNotice{}});
  }
  return true;
}

bool OverlayMember::on(const Neighbour& from, const InSystemNotice&, Out& out) {
  granted_.erase(from.id);
  store({from.id, from.endpoint, true}, out);
  return true;
}

}  // namespace callo
