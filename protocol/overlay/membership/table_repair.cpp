#include "protocol/overlay/membership/table_repair.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

namespace callo {

void TableRepair::failed(const OverlayId& id, Out& out) {
  const NeighbourTable& table = member_.table();
  const unsigned level = table.level_of(id);
  if (level == table.digits().count()) {
    return;
  }
  const Entry entry{level, table.digits().at(id, level)};
  const bool was_neighbour = member_.forget(id);
  if (const auto at = holes_.find(entry); was_neighbour && at != holes_.end()) {
    note_loss(at->second);
  }
  for (auto hole = holes_.begin(); hole != holes_.end();) {
    const auto next = std::next(hole);
    if (hole->second.asked.erase(id) != 0) {
      go_on(hole, out);
    }
    hole = next;
  }
  if (was_neighbour) {
    open(entry, 1, out);
  }
}

// A search that is near its end, or that only asks after a name, is not the one for this loss: the
// rounds begin anew once whoever is being asked has answered.
void TableRepair::note_loss(Hole& hole) {
  ++hole.lost;
  if (hole.round == kRounds && hole.step == kSteps - 1) {
    hole.round = 0;
  }
}

void TableRepair::open(Entry entry, unsigned lost, Out& out) {
  const auto [at, is_new] = holes_.try_emplace(entry);
  if (is_new) {
    at->second.lost = lost;
    begin_step(entry, at->second, out);
    go_on(at, out);
  }
}

void TableRepair::begin_step(Entry entry, Hole& hole, Out& out) {
  if (hole.step == 0) {
    for (const Neighbour& node : member_.reverse_neighbours()) {
      try_candidate(entry, hole, node, out);
    }
  } else if (hole.step < kStepsWithin) {
    ask_those_who_have(entry, hole, out);
  } else {
    ask_from_below(entry, hole, out);
  }
}

void TableRepair::ask_those_who_have(Entry entry, Hole& hole, Out& out) {
  const NeighbourTable& table = member_.table();
  if (hole.step == 1) {
    for (const Neighbour& node : table.entry(entry.first, entry.second)) {
      ask(entry, hole, node, Question::who_belongs_here, out);
    }
    return;
  }
  // Those of lower levels have no such entry, and know whom they name there by luck: once.
  const bool are_all = hole.step == 3 && hole.round == 1;
  for (const Neighbour& node : table.from_level(are_all ? 0 : entry.first)) {
    if (hole.step == 3 || table.level_of(node.id) == entry.first) {
      ask(entry, hole, node, Question::who_belongs_here, out);
    }
  }
}

// The level at which those stand who are asked in this step (e).
unsigned TableRepair::level_below(Entry entry, const Hole& hole) {
  const unsigned below = hole.step - kStepsWithin + 1;
  return entry.first < below ? 0 : entry.first - below;
}

// An entry that was not full held all there were: without them it is empty for good.
void TableRepair::ask_from_below(Entry entry, Hole& hole, Out& out) {
  const NeighbourTable& table = member_.table();
  const bool may_hold = hole.lost >= table.neighbours_per_entry();
  const bool has_level = hole.step == kStepsWithin || entry.first + kStepsWithin > hole.step;
  if (hole.round == kRounds && may_hold && has_level &&
      table.entry(entry.first, entry.second).empty()) {
    hole.done.clear();
    for (const Neighbour& node : table.from_level(level_below(entry, hole))) {
      ask(entry, hole, node, Question::whom_do_you_know, out);
    }
  }
}

// The steps follow each other once nobody is left to answer.
void TableRepair::go_on(Holes::iterator at, Out& out) {
  const Entry entry = at->first;
  Hole& hole = at->second;
  while (!is_full(entry)) {
    if (!hole.asked.empty() || hole.rest != 0) {
      return;
    }
    if (++hole.step == kSteps) {
      rest(at);
      return;
    }
    begin_step(entry, hole, out);
  }
  ++filled_;
  holes_.erase(at);
}

void TableRepair::rest(Holes::iterator at) {
  if (at->second.round == kRounds) {
    holes_.erase(at);
  } else {
    at->second = Hole{at->second.round + 1, kRestTicks, 0, at->second.lost, {}, {}, {}};
  }
}

void TableRepair::ask(Entry entry, Hole& hole, const Neighbour& node, Question question, Out& out) {
  const bool is_within = question != Question::whom_do_you_know || hole.done.size() < kReferredMax;
  if (is_within && hole.done.insert(node.id).second) {
    const Asked asked{node, question, 1};
    hole.asked.insert_or_assign(node.id, asked);
    send(entry, hole, asked, out);
  }
}

void TableRepair::try_candidate(Entry entry, Hole& hole, const Neighbour& node, Out& out) {
  const NeighbourTable& table = member_.table();
  if (belongs(entry, node.id) && table.find(node.id) == nullptr && table.has_room_for(node) &&
      hole.seen_candidates.size() < kCandidatesMax && hole.seen_candidates.insert(node.id).second) {
    const Asked asked{node, Question::are_you_there, 1};
    hole.asked.insert_or_assign(node.id, asked);
    send(entry, hole, asked, out);
  }
}

void TableRepair::send(Entry entry, const Hole& hole, const Asked& asked, Out& out) const {
  const auto level = static_cast<std::uint16_t>(entry.first);
  switch (asked.question) {
    case Question::are_you_there:
      out.push_back({asked.node, Ping{}});
      break;
    case Question::who_belongs_here:
      out.push_back({asked.node, RepairQuery{level, static_cast<std::uint16_t>(entry.second)}});
      break;
    case Question::whom_do_you_know:
      out.push_back(
          {asked.node, RefreshQuery{static_cast<std::uint16_t>(level_below(entry, hole))}});
      break;
  }
}

bool TableRepair::belongs(Entry entry, const OverlayId& id) const {
  const NeighbourTable& table = member_.table();
  return table.level_of(id) == entry.first && table.digits().at(id, entry.first) == entry.second;
}

bool TableRepair::is_short(unsigned level) const {
  const NeighbourTable& table = member_.table();
  return table.size_of_level(level) < (table.digits().base() - 1) * table.neighbours_per_entry();
}

bool TableRepair::is_full(Entry entry) const {
  const NeighbourTable& table = member_.table();
  return table.entry(entry.first, entry.second).size() == table.neighbours_per_entry();
}

bool TableRepair::receive(const Neighbour& from, const MembershipMessage& message, Out& out) {
  const bool is_ready = member_.status() != OverlayMember::Status::outside &&
                        member_.status() != OverlayMember::Status::left;
  return is_ready && from.id != member_.self().id &&
         std::visit([&](const auto& content) { return on(from, content, out); }, message);
}

// Whoever in this table has a place in that entry of the asker's: with the entry's level in common
// it is the same entry here, with more it is all levels above, with less it is luck.
bool TableRepair::on(const Neighbour& from, const RepairQuery& query, Out& out) {
  const Digits& digits = member_.table().digits();
  RepairReply reply{query.level, query.digit, {}};
  if (query.level < digits.count()) {
    for (const Neighbour& node : member_.table().from_level(0)) {
      if (digits.common_suffix(node.id, from.id) == query.level &&
          digits.at(node.id, query.level) == query.digit) {
        reply.neighbours.push_back(node);
      }
    }
  }
  out.push_back({from, std::move(reply)});
  return true;
}

bool TableRepair::on(const Neighbour& from, const RepairReply& reply, Out& out) {
  const Entry entry{reply.level, reply.digit};
  const auto at = holes_.find(entry);
  if (at == holes_.end()) {
    return false;
  }
  const auto asked = at->second.asked.find(from.id);
  if (asked == at->second.asked.end() || asked->second.question != Question::who_belongs_here) {
    return false;
  }
  at->second.asked.erase(asked);
  for (const Neighbour& node : reply.neighbours) {
    try_candidate(entry, at->second, node, out);
  }
  go_on(at, out);
  return true;
}

bool TableRepair::on(const Neighbour& from, const Pong& pong, Out& out) {
  const NeighbourTable& table = member_.table();
  const unsigned level = table.level_of(from.id);
  const auto at = holes_.find({level, table.digits().at(from.id, level)});
  if (at == holes_.end()) {
    return false;
  }
  // A second answer must not count as that to what the node was asked since.
  const auto asked = at->second.asked.find(from.id);
  if (asked == at->second.asked.end() || asked->second.question != Question::are_you_there) {
    return false;
  }
  at->second.asked.erase(asked);
  const Neighbour found{from.id, from.endpoint, pong.in_system};
  member_.store(found, out);
  // Nobody knows the others of the entry better.
  if (at->second.step > 0 && !is_full(at->first)) {
    ask(at->first, at->second, found, Question::who_belongs_here, out);
  }
  go_on(at, out);
  return true;
}

// Its heirs are tried first: they have its place in this very entry.
bool TableRepair::on(const Neighbour& from, const LeaveNotice& notice, Out& out) {
  out.push_back({from, LeaveReply{}});
  failed(from.id, out);
  consider(notice.neighbours, out);
  return true;
}

bool TableRepair::on(const Neighbour& from, const RefreshQuery& query, Out& out) {
  out.push_back({from, RefreshReply{member_.table().from_level(query.level)}});
  return true;
}

bool TableRepair::on(const Neighbour& from, const RefreshReply& reply, Out& out) {
  const bool is_refresh = awaits_table_ && from.id == refreshing_;
  if (is_refresh) {
    awaits_table_ = false;
    consider(reply.neighbours, out);
  }
  return receive_table(from, reply.neighbours, out) || is_refresh;
}

// Several searches may have asked the same node.
bool TableRepair::receive_table(const Neighbour& from, std::span<const Neighbour> nodes, Out& out) {
  bool was_asked = false;
  for (auto hole = holes_.begin(); hole != holes_.end();) {
    const auto next = std::next(hole);
    const auto asked = hole->second.asked.find(from.id);
    if (asked != hole->second.asked.end() && asked->second.question == Question::whom_do_you_know) {
      was_asked = true;
      hole->second.asked.erase(asked);
      follow(hole->first, hole->second, nodes, out);
      go_on(hole, out);
    }
    hole = next;
  }
  return was_asked;
}

// Whoever belongs into the entry ends the search; the others may know such a node.
void TableRepair::follow(Entry entry, Hole& hole, std::span<const Neighbour> named, Out& out) {
  const NeighbourTable& table = member_.table();
  std::size_t followed = 0;
  for (const Neighbour& node : named) {
    if (belongs(entry, node.id)) {
      try_candidate(entry, hole, node, out);
    } else if (followed < kReferredPerAnswerMax && node.id != table.owner() &&
               table.level_of(node.id) >= level_below(entry, hole) &&
               !hole.done.contains(node.id)) {
      ask(entry, hole, node, Question::whom_do_you_know, out);
      ++followed;
    }
  }
}

// Anybody can notify, and name whom it likes. A member stores the joiner, which has signed; whom it
// names, once they have answered.
bool TableRepair::on(const Neighbour&, const JoinNotification& notification, Out& out) {
  consider_unasked(notification.neighbours, out);
  return true;
}

bool TableRepair::on(const Neighbour&, const SpecialNotification& special, Out& out) {
  consider_unasked({&special.unheard, 1}, out);
  return true;
}

void TableRepair::consider_unasked(std::span<const Neighbour> nodes, Out& out) {
  if (member_.status() == OverlayMember::Status::in_system) {
    consider(nodes, member_.table().neighbours_per_entry(), out);
  }
}

void TableRepair::consider(std::span<const Neighbour> nodes, Out& out) {
  consider(nodes, kCandidatesMax, out);
}

// Whoever has a place here is asked whether it is there. A search that is not under way already
// asks nobody else.
void TableRepair::consider(std::span<const Neighbour> nodes, std::size_t asked_max, Out& out) {
  const NeighbourTable& table = member_.table();
  for (const Neighbour& node : nodes) {
    const unsigned level = table.level_of(node.id);
    if (level == table.digits().count() || table.find(node.id) != nullptr ||
        !table.has_room_for(node)) {
      continue;
    }
    const Entry entry{level, table.digits().at(node.id, level)};
    const auto at = holes_.find(entry);
    if (at != holes_.end() && at->second.asked.size() < asked_max) {
      try_candidate(entry, at->second, node, out);
    } else if (at == holes_.end() && holes_.size() < kConsideredMax) {
      Hole& hole = holes_[entry];
      hole.round = kRounds;
      hole.step = kSteps - 1;
      try_candidate(entry, hole, node, out);
    }
  }
}

// Whoever shares the digits up to an entry's level has that entry as well. The levels below the
// first short entry lack nobody.
void TableRepair::refresh(Out& out) {
  const NeighbourTable& table = member_.table();
  unsigned level = 0;
  while (level < table.levels() && !is_short(level)) {
    ++level;
  }
  const std::vector<Neighbour> nearest = table.from_level(level);
  if (nearest.empty()) {
    return;
  }
  const auto last = std::find(nearest.begin(), nearest.end(), Neighbour{refreshing_, {}, false});
  const Neighbour& next =
      last == nearest.end() || last + 1 == nearest.end() ? nearest.front() : *(last + 1);
  refreshing_ = next.id;
  awaits_table_ = true;
  out.push_back({next, RefreshQuery{static_cast<std::uint16_t>(level)}});
}

void TableRepair::tick(Out& out) {
  std::set<OverlayId> silent;
  for (auto& [entry, hole] : holes_) {
    for (auto& [id, asked] : hole.asked) {
      if (asked.attempts == kAttempts) {
        silent.insert(id);
      } else {
        ++asked.attempts;
        send(entry, hole, asked, out);
      }
    }
  }
  for (const OverlayId& id : silent) {
    failed(id, out);
  }
  for (auto hole = holes_.begin(); hole != holes_.end();) {
    const auto next = std::next(hole);
    if (hole->second.rest != 0 && --hole->second.rest == 0) {
      begin_step(hole->first, hole->second, out);
      go_on(hole, out);
    }
    hole = next;
  }
}

}  // namespace callo
