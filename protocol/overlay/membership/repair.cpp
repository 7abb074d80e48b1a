#include "protocol/overlay/membership/repair.hpp"

#include <vector>

namespace callo {

void Repair::failed(const OverlayId& id, Out& out) {
  const NeighbourTable& table = member_.table();
  const unsigned level = table.level_of(id);
  if (level == table.digits().count()) {
    return;
  }
  for (auto hole = holes_.begin(); hole != holes_.end();) {
    const auto next = std::next(hole);
    if (hole->second.asked.erase(id) != 0) {
      go_on(hole, out);
    }
    hole = next;
  }
  if (member_.forget(id)) {
    open({level, table.digits().at(id, level)}, out);
  }
}

void Repair::open(Entry entry, Out& out) {
  const auto [at, is_new] = holes_.try_emplace(entry);
  if (is_new) {
    begin_step(entry, at->second, out);
    go_on(at, out);
  }
}

void Repair::begin_step(Entry entry, Hole& hole, Out& out) {
  const NeighbourTable& table = member_.table();
  if (hole.step == 0) {
    for (const auto& [id, node] : member_.reverse_neighbours()) {
      try_candidate(entry, hole, node, out);
    }
  } else if (hole.step == 1) {
    for (const Neighbour& node : table.entry(entry.first, entry.second)) {
      ask(entry, hole, node, out);
    }
  } else {
    for (const Neighbour& node : table.from_level(hole.step == 3 ? 0 : entry.first)) {
      if (hole.step == 3 || table.level_of(node.id) == entry.first) {
        ask(entry, hole, node, out);
      }
    }
  }
}

// The steps follow each other once nobody is left to answer.
void Repair::go_on(Holes::iterator at, Out& out) {
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
  ++filled_[hole.step];
  holes_.erase(at);
}

void Repair::rest(Holes::iterator at) {
  if (at->second.round == kRounds) {
    holes_.erase(at);
  } else {
    at->second = Hole{at->second.round + 1, kRestTicks, 0, {}, {}, {}};
  }
}

void Repair::ask(Entry entry, Hole& hole, const Neighbour& node, Out& out) {
  if (hole.done.insert(node.id).second) {
    const Asked asked{node, false, 1};
    hole.asked.insert_or_assign(node.id, asked);
    send(entry, asked, out);
  }
}

void Repair::try_candidate(Entry entry, Hole& hole, const Neighbour& node, Out& out) {
  if (belongs(entry, node.id) && member_.table().find(node.id) == nullptr &&
      hole.seen_candidates.insert(node.id).second) {
    const Asked asked{node, true, 1};
    hole.asked.insert_or_assign(node.id, asked);
    send(entry, asked, out);
  }
}

void Repair::send(Entry entry, const Asked& asked, Out& out) const {
  if (asked.is_candidate) {
    out.push_back({asked.node, Ping{}});
  } else {
    out.push_back({asked.node, RepairQuery{static_cast<std::uint16_t>(entry.first),
                                           static_cast<std::uint16_t>(entry.second)}});
  }
}

bool Repair::belongs(Entry entry, const OverlayId& id) const {
  const NeighbourTable& table = member_.table();
  return table.level_of(id) == entry.first && table.digits().at(id, entry.first) == entry.second;
}

bool Repair::is_full(Entry entry) const {
  const NeighbourTable& table = member_.table();
  return table.entry(entry.first, entry.second).size() == table.neighbours_per_entry();
}

void Repair::receive(const Neighbour& from, const MembershipMessage& message, Out& out) {
  if (member_.status() == Member::Status::in_system && from.id != member_.self().id) {
    std::visit([&](const auto& content) { on(from, content, out); }, message);
  }
}

// Whoever in this table has a place in that entry of the asker's: with the entry's level in common
// it is the same entry here, with more it is all levels above, with less it is luck.
void Repair::on(const Neighbour& from, const RepairQuery& query, Out& out) {
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
}

void Repair::on(const Neighbour& from, const RepairReply& reply, Out& out) {
  const Entry entry{reply.level, reply.digit};
  const auto at = holes_.find(entry);
  if (at == holes_.end()) {
    return;
  }
  const auto asked = at->second.asked.find(from.id);
  if (asked == at->second.asked.end() || asked->second.is_candidate) {
    return;
  }
  at->second.asked.erase(asked);
  for (const Neighbour& node : reply.neighbours) {
    try_candidate(entry, at->second, node, out);
  }
  go_on(at, out);
}

void Repair::on(const Neighbour& from, const Ping&, Out& out) {
  out.push_back({from, Pong{}});
}

void Repair::on(const Neighbour& from, const Pong&, Out& out) {
  const NeighbourTable& table = member_.table();
  const unsigned level = table.level_of(from.id);
  const auto at = holes_.find({level, table.digits().at(from.id, level)});
  if (at == holes_.end()) {
    return;
  }
  // A second answer must not count as that to what the node was asked since.
  const auto asked = at->second.asked.find(from.id);
  if (asked == at->second.asked.end() || !asked->second.is_candidate) {
    return;
  }
  at->second.asked.erase(asked);
  const Neighbour found{from.id, from.endpoint, true};
  member_.store(found, out);
  // Nobody knows the others of the entry better.
  if (at->second.step > 0 && !is_full(at->first)) {
    ask(at->first, at->second, found, out);
  }
  go_on(at, out);
}

void Repair::tick(Out& out) {
  std::set<OverlayId> silent;
  for (auto& [entry, hole] : holes_) {
    for (auto& [id, asked] : hole.asked) {
      if (asked.attempts == kAttempts) {
        silent.insert(id);
      } else {
        ++asked.attempts;
        send(entry, asked, out);
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
