#include "protocol/overlay/membership/entrance.hpp"

#include <algorithm>
#include <utility>

namespace callo {

namespace {

bool has_smaller_id(const CopyEntry& a, const CopyEntry& b) {
  return a.id < b.id;
}

// More of the last bits in common is nearer: any base of digits agrees.
unsigned common_bits(const OverlayId& a, const OverlayId& b) {
  return Digits{2}.common_suffix(a, b);
}

}  // namespace

Entrance::Entrance(const OverlayId& self, std::string chain_id, std::vector<ServerIdentity> servers,
                   std::vector<Neighbour> known_members, Duration copy_age_max, OriginLimit limit)
    : self_{self},
      chain_id_{std::move(chain_id)},
      servers_{std::move(servers)},
      known_members_{std::move(known_members)},
      copy_age_max_{copy_age_max},
      limit_{limit},
      answers_(servers_.size()) {}

void Entrance::begin(Out& out) {
  is_asking_ = true;
  contacts_.clear();
  for (std::size_t index = 0; index < servers_.size(); ++index) {
    answers_[index] = {true, {}};
    out.push_back({servers_[index].neighbour(), EntryRequest{}});
  }
  if (servers_.empty()) {
    decide();
  }
}

void Entrance::retry(Out& out) {
  if (!is_asking_) {
    return;
  }
  ++rounds_;
  decide();
  if (is_asking_) {
    begin(out);
  }
}

bool Entrance::receive(const Neighbour& from, const EntryReply& reply, CalendarTime now,
                       Verifier& verifier) {
  for (std::size_t index = 0; index < servers_.size(); ++index) {
    if (overlay_id_of(servers_[index].key) != from.id || !answers_[index].is_awaited) {
      continue;
    }
    answers_[index].is_awaited = false;
    const CopyRules rules{chain_id_, servers_[index].key, copy_age_max_};
    const CopyDefect defect = check_slice(reply.slice, self_, rules, now, verifier);
    if (defect != CopyDefect::none) {
      ++refused_[static_cast<std::size_t>(defect)];
    } else {
      std::vector<CopyEntry> entries = reply.slice.entries;
      std::sort(entries.begin(), entries.end(), has_smaller_id);
      answers_[index].entries = std::move(entries);
    }
    if (is_round_over()) {
      decide();
    }
    return true;
  }
  return false;
}

bool Entrance::is_round_over() const {
  return std::none_of(answers_.begin(), answers_.end(),
                      [](const Answer& answer) { return answer.is_awaited; });
}

unsigned Entrance::confirmations(const CopyEntry& entry) const {
  unsigned count = 0;
  for (const Answer& answer : answers_) {
    const auto at =
        std::lower_bound(answer.entries.begin(), answer.entries.end(), entry, has_smaller_id);
    count += at != answer.entries.end() && *at == entry ? 1U : 0U;
  }
  return count;
}

// Whom more than half of the servers name, by id.
std::vector<CopyEntry> Entrance::agreed_on() const {
  std::vector<CopyEntry> agreed;
  for (const Answer& answer : answers_) {
    for (const CopyEntry& entry : answer.entries) {
      if (entry.id != self_ && 2 * confirmations(entry) > servers_.size()) {
        agreed.push_back(entry);
      }
    }
  }
  std::sort(agreed.begin(), agreed.end(), has_smaller_id);
  agreed.erase(std::unique(agreed.begin(), agreed.end()), agreed.end());
  return agreed;
}

bool Entrance::has_enough_of_origin(EndpointId endpoint) const {
  return limit_.is_on() &&
         std::count_if(contacts_.begin(), contacts_.end(), [&](const Neighbour& contact) {
           return limit_.origins->of(contact.endpoint) == limit_.origins->of(endpoint);
         }) >= static_cast<std::ptrdiff_t>(limit_.per_entry);
}

void Entrance::decide() {
  std::vector<CopyEntry> agreed = agreed_on();
  for (const Answer& answer : answers_) {
    const bool names_anybody =
        std::any_of(answer.entries.begin(), answer.entries.end(), [&](const CopyEntry& entry) {
          return std::binary_search(agreed.begin(), agreed.end(), entry, has_smaller_id);
        });
    outvoted_ += !answer.entries.empty() && !agreed.empty() && !names_anybody ? 1U : 0U;
  }
  std::stable_sort(agreed.begin(), agreed.end(), [this](const CopyEntry& a, const CopyEntry& b) {
    return common_bits(a.id, self_) > common_bits(b.id, self_);
  });
  for (const CopyEntry& entry : agreed) {
    if (contacts_.size() < kContactsMax && !has_enough_of_origin(entry.endpoint)) {
      contacts_.push_back({entry.id, entry.endpoint, true});
    }
  }
  if (contacts_.empty() && (servers_.empty() || rounds_ >= kPatience)) {
    contacts_ = known_members_;
  }
  if (!contacts_.empty()) {
    is_asking_ = false;
    rounds_ = 0;
  }
}

std::vector<Neighbour> Entrance::take_contacts() {
  return std::exchange(contacts_, {});
}

}  // namespace callo
