#include "protocol/overlay/routing/lookups.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/overlay/routing/nearest.hpp"

namespace callo {

std::optional<LookupToken> Lookups::begin(MonotonicTime now, const OverlayId& key,
                                          const LookupSettings& settings, const Neighbour& self,
                                          const NeighbourTable& table, Out& out) {
  if (under_way_ == std::min<std::size_t>(limits_.lookups_max, 1U << kSlotBits)) {
    return std::nullopt;
  }
  if (free_.empty()) {
    free_.push_back(static_cast<std::uint32_t>(slots_.size()));
    slots_.emplace_back();
  }
  const std::uint32_t index = free_.back();
  free_.pop_back();
  ++under_way_;
  Slot& slot = slots_[index];
  slot.is_used = true;
  slot.is_over = false;
  slot.lookup.start(key, settings, self, table);
  const LookupToken token{slot.generation << kSlotBits | index};
  go_on(now, token, out);
  return token;
}

const Lookups::Slot* Lookups::find(LookupToken token) const {
  const std::uint32_t index = token.value & ((1U << kSlotBits) - 1);
  if (index >= slots_.size()) {
    return nullptr;
  }
  const Slot& slot = slots_[index];
  const bool is_of_now = (slot.generation << kSlotBits | index) == token.value;
  return slot.is_used && is_of_now ? &slot : nullptr;
}

Lookups::Slot* Lookups::find(LookupToken token) {
  return const_cast<Slot*>(std::as_const(*this).find(token));
}

void Lookups::ask(MonotonicTime now, LookupToken token, const Neighbour& node, Out& out) {
  const Lookup& lookup = at(token);
  deadlines_.push_back({now + limits_.timeout, token, node});
  out.push_back({node, NearestRequest{token.value, lookup.key(), lookup.settings().per_reply}});
}

void Lookups::go_on(MonotonicTime now, LookupToken token, Out& out) {
  Slot& slot = *find(token);
  if (slot.is_over) {
    return;
  }
  questions_.clear();
  slot.lookup.append_questions(questions_);
  for (const Neighbour& node : questions_) {
    ask(now, token, node, out);
  }
  if (slot.lookup.is_over()) {
    slot.is_over = true;
    finished_.push_back(token);
  }
}

bool Lookups::receive(MonotonicTime now, const Neighbour& from, const NearestReply& reply,
                      Out& out) {
  const LookupToken token{reply.lookup};
  Slot* const slot = find(token);
  if (slot == nullptr || !slot->lookup.answered(from, reply.nodes)) {
    return false;
  }
  go_on(now, token, out);
  drop_answered();
  return true;
}

void Lookups::tick(MonotonicTime now, Out& out) {
  while (!deadlines_.empty() && deadlines_.front().at <= now) {
    const Deadline passed = deadlines_.front();
    deadlines_.pop_front();
    Slot* const slot = find(passed.token);
    if (slot == nullptr || slot->is_over) {
      continue;
    }
    const Lookup::Silence silence = slot->lookup.silent(passed.node);
    if (silence == Lookup::Silence::ask_again) {
      ask(now, passed.token, passed.node, out);
    } else if (silence == Lookup::Silence::failed) {
      silent_.push_back(passed.node);
    }
    if (silence != Lookup::Silence::answered) {
      go_on(now, passed.token, out);
    }
  }
  drop_answered();
}

// The first deadline is always one of a question that is open.
void Lookups::drop_answered() {
  while (!deadlines_.empty()) {
    const Deadline& next = deadlines_.front();
    const Slot* const slot = find(next.token);
    if (slot != nullptr && !slot->is_over && slot->lookup.is_waiting_for(next.node)) {
      return;
    }
    deadlines_.pop_front();
  }
}

std::optional<MonotonicTime> Lookups::next_deadline() const {
  return deadlines_.empty() ? std::nullopt : std::optional{deadlines_.front().at};
}

const Lookup& Lookups::at(LookupToken token) const {
  const Slot* const slot = find(token);
  CALLO_CHECK(slot != nullptr);
  return slot->lookup;
}

void Lookups::release(LookupToken token) {
  Slot* const slot = find(token);
  CALLO_CHECK(slot != nullptr && slot->is_over);
  slot->is_used = false;
  slot->generation = (slot->generation + 1) & ((1U << (32 - kSlotBits)) - 1);
  free_.push_back(token.value & ((1U << kSlotBits) - 1));
  --under_way_;
}

NearestReply answer(const NeighbourTable& table, const Neighbour& from,
                    const NearestRequest& request) {
  NearestReply reply{request.lookup, {}};
  reply.nodes.reserve(std::size_t{request.count} + 1);
  append_nearest(table, request.key, std::size_t{request.count} + 1, reply.nodes);
  std::erase(reply.nodes, from);
  if (reply.nodes.size() > request.count) {
    reply.nodes.pop_back();
  }
  return reply;
}

}  // namespace callo
