#include "protocol/chain/evidence_book.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"

namespace callo {

void EvidenceBook::on_decided(Height height, CalendarTime time,
                              const std::vector<Offence>& offences) {
  CALLO_CHECK(height == tip_ + 1);
  tip_ = height;
  times_.push_back(time);
  for (const Offence& offence : offences) {
    note_committed(offence);
    const auto pending = pending_.find(offence.height);
    if (pending != pending_.end() && pending->second.erase(offence) > 0 &&
        pending->second.empty()) {
      pending_.erase(pending);
    }
  }
  forget_expired();
}

EvidenceBook EvidenceBook::starting_at(EvidenceAge age, Height height, CalendarTime time) {
  EvidenceBook book{age};
  book.started_at_ = height;
  book.tip_ = height;
  book.first_timed_ = height;
  book.times_.push_back(time);
  return book;
}

void EvidenceBook::encode(Writer& out) const {
  out.u64(started_at_);
  out.u64(first_timed_);
  out.u32(static_cast<std::uint32_t>(times_.size()));
  for (const CalendarTime time : times_) {
    out.time(time);
  }
  out.u32(static_cast<std::uint32_t>(committed()));
  for (const auto& [height, offences] : committed_) {
    for (const Offence& offence : offences) {
      out.u32(offence.culprit.value);
      out.u64(offence.height);
      out.i32(offence.round);
      out.u8(static_cast<std::uint8_t>(offence.kind));
    }
  }
}

std::optional<EvidenceBook> EvidenceBook::decode(Reader& in, EvidenceAge age) {
  EvidenceBook book{age};
  book.started_at_ = in.u64();
  book.first_timed_ = in.u64();
  const std::uint32_t times = in.u32();
  for (std::uint32_t index = 0; index < times && in.ok(); ++index) {
    book.times_.push_back(in.time());
  }
  book.tip_ = book.first_timed_ + book.times_.size() - 1;
  const std::uint32_t offences = in.u32();
  for (std::uint32_t index = 0; index < offences && in.ok(); ++index) {
    Offence offence;
    offence.culprit = NodeId{in.u32()};
    offence.height = in.u64();
    offence.round = in.i32();
    offence.kind = static_cast<MessageKind>(in.u8());
    book.note_committed(offence);
  }
  return in.ok() && book.first_timed_ > 0 ? std::optional{std::move(book)} : std::nullopt;
}

bool EvidenceBook::is_expired(Height height) const {
  if (height > tip_) {
    return false;
  }
  if (height < first_timed_) {
    return true;
  }
  const CalendarTime time = times_[height - first_timed_];
  return tip_ - height > age_.blocks && time < times_.back() - age_.duration;
}

bool EvidenceBook::is_due(Height height) const {
  return height <= tip_ && !is_expired(height);
}

void EvidenceBook::forget_expired() {
  while (is_expired(first_timed_)) {
    times_.pop_front();
    ++first_timed_;
  }
  while (!committed_.empty() && committed_.begin()->first < first_timed_) {
    for (const Offence& offence : committed_.begin()->second) {
      const auto count = committed_of_.find(offence.culprit);
      if (--count->second == 0) {
        committed_of_.erase(count);
      }
    }
    committed_.erase(committed_.begin());
  }
  pending_.erase(pending_.begin(), pending_.lower_bound(first_timed_));
}

void EvidenceBook::note_committed(const Offence& offence) {
  if (committed_[offence.height].insert(offence).second) {
    ++committed_of_[offence.culprit];
  }
}

std::size_t EvidenceBook::room_for(NodeId culprit) const {
  const auto count = committed_of_.find(culprit);
  const std::size_t committed = count == committed_of_.end() ? 0 : count->second;
  return committed < kCommittedPerCulpritMax ? kCommittedPerCulpritMax - committed : 0;
}

bool EvidenceBook::is_committed(const Offence& offence) const {
  const auto found = committed_.find(offence.height);
  return found != committed_.end() && found->second.contains(offence);
}

bool EvidenceBook::add(const Offence& offence, const DuplicateEvidence& evidence) {
  if (is_expired(offence.height) || is_committed(offence) || room_for(offence.culprit) == 0) {
    return false;
  }
  std::size_t of_culprit = 0;
  for (const auto& [height, pending] : pending_) {
    of_culprit += static_cast<std::size_t>(std::count_if(
        pending.begin(), pending.end(),
        [&](const Pending::value_type& entry) { return entry.first.culprit == offence.culprit; }));
  }
  return of_culprit < kPendingPerCulpritMax &&
         pending_[offence.height].emplace(offence, evidence).second;
}

bool EvidenceBook::holds(const Offence& offence, const DuplicateEvidence& evidence) const {
  const auto pending = pending_.find(offence.height);
  if (pending == pending_.end()) {
    return false;
  }
  const auto found = pending->second.find(offence);
  return found != pending->second.end() && found->second == evidence;
}

std::vector<DuplicateEvidence> EvidenceBook::take_due(std::size_t count_max,
                                                      std::size_t bytes_max) const {
  std::vector<DuplicateEvidence> taken;
  std::map<NodeId, std::size_t> taken_of;
  for (const auto& [height, pending] : pending_) {
    if (!is_due(height)) {
      continue;
    }
    for (const auto& [offence, evidence] : pending) {
      std::size_t& of_culprit = taken_of[offence.culprit];
      if (of_culprit == room_for(offence.culprit)) {
        continue;
      }
      const std::size_t size = 8 + evidence.first.size() + evidence.second.size();
      if (taken.size() == count_max || size > bytes_max) {
        return taken;
      }
      ++of_culprit;
      bytes_max -= size;
      taken.push_back(evidence);
    }
  }
  return taken;
}

std::size_t EvidenceBook::pending() const {
  std::size_t count = 0;
  for (const auto& [height, pending] : pending_) {
    count += pending.size();
  }
  return count;
}

std::size_t EvidenceBook::committed() const {
  std::size_t count = 0;
  for (const auto& [height, offences] : committed_) {
    count += offences.size();
  }
  return count;
}

}  // namespace callo
