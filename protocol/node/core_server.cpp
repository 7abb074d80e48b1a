#include "protocol/node/core_server.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"

namespace callo {

CoreServer::CoreServer(CoreServerConfig config, const std::vector<Neighbour>& genesis,
                       Signer& signer, Verifier& verifier)
    : config_{std::move(config)}, signer_{signer}, verifier_{verifier} {
  CALLO_CHECK(config_.slice_entries >= 4 && config_.slice_entries <= kSliceEntriesMax);
  for (const Neighbour& node : genesis) {
    members_.push_back({{node.id, node.endpoint}, 0, {}});
  }
  std::sort(members_.begin(), members_.end(),
            [](const Row& a, const Row& b) { return is_before_by_suffix(a.entry.id, b.entry.id); });
}

bool CoreServer::receive(Now now, const Neighbour& from, MessageKind, BytesView body, Out& out) {
  const std::optional<EntryMessage> message = decode_entry_message(body);
  if (!message) {
    return false;
  }
  if (!has_leases_) {
    has_leases_ = true;
    for (Row& row : members_) {
      row.expires = now.monotonic + config_.lease;
    }
  }
  if (std::holds_alternative<EntryRequest>(*message)) {
    on_request(now, from, out);
    return true;
  }
  if (const auto* registration = std::get_if<Registration>(&*message)) {
    return on_registration(now, from, registration->record, out);
  }
  if (std::holds_alternative<Departure>(*message)) {
    on_departure(from.id);
    return true;
  }
  return false;
}

void CoreServer::on_request(Now now, const Neighbour& from, Out& out) {
  if (copy_ == nullptr || now.monotonic - copied_ >= config_.copy_interval) {
    make_copy(now, out);
  }
  EntryReply reply{copy_->slice_around(from.id, config_.slice_entries)};
  out.posts.push_back({from, MessageKind::entry, encode_data(EntryMessage{std::move(reply)})});
}

// A record speaks for its own key only, at the address from which it came.
bool CoreServer::on_registration(Now now, const Neighbour& from, const NodeRecord& record,
                                 Out& out) {
  if (record.id() != from.id || record.endpoint != from.endpoint) {
    return false;
  }
  ++out.work.verifications;
  if (!verify_record(record, config_.chain_id, verifier_)) {
    return false;
  }
  const Row row{{from.id, from.endpoint}, record.number, now.monotonic + config_.lease};
  const auto known = place_of(members_, from.id);
  const auto place = place_of(newcomers_, from.id);
  if (known != members_.end() && known->entry.id == from.id) {
    *known = record.number > known->number ? row : *known;
  } else if (place != newcomers_.end() && place->entry.id == from.id) {
    *place = record.number > place->number ? row : *place;
  } else if (members_.size() + newcomers_.size() < kMembersMax) {
    newcomers_.insert(place, row);
  } else {
    return false;
  }
  out.posts.push_back({from, MessageKind::entry, encode_data(EntryMessage{Registered{}})});
  return true;
}

void CoreServer::on_departure(const OverlayId& id) {
  for (std::vector<Row>* const rows : {&members_, &newcomers_}) {
    const auto at = place_of(*rows, id);
    if (at != rows->end() && at->entry.id == id) {
      rows->erase(at);
    }
  }
}

std::vector<CoreServer::Row>::iterator CoreServer::place_of(std::vector<Row>& rows,
                                                            const OverlayId& id) {
  return std::lower_bound(rows.begin(), rows.end(), id,
                          [](const Row& row, const OverlayId& wanted) {
                            return is_before_by_suffix(row.entry.id, wanted);
                          });
}

// Newcomers take their places, and expired rows fall off.
void CoreServer::settle(Now now) {
  const auto middle = static_cast<std::ptrdiff_t>(members_.size());
  members_.insert(members_.end(), newcomers_.begin(), newcomers_.end());
  newcomers_ = {};
  std::inplace_merge(
      members_.begin(), members_.begin() + middle, members_.end(),
      [](const Row& a, const Row& b) { return is_before_by_suffix(a.entry.id, b.entry.id); });
  std::erase_if(members_, [&](const Row& row) { return row.expires < now.monotonic; });
}

void CoreServer::make_copy(Now now, Out& out) {
  settle(now);
  std::vector<CopyEntry> entries;
  entries.reserve(members_.size());
  for (const Row& row : members_) {
    entries.push_back(row.entry);
  }
  const std::uint64_t last = copy_ == nullptr ? 0 : copy_->head().version;
  const auto calendar = static_cast<std::uint64_t>(
      std::max<std::int64_t>(now.calendar.time_since_epoch().count(), 0));
  // Versions grow over restarts as well: they are numbered by the calendar.
  const std::uint64_t version = std::max(last + 1, calendar);
  copy_ = std::make_unique<MembershipCopy>(std::move(entries), version, now.calendar,
                                           config_.chain_id, signer_);
  copied_ = now.monotonic;
  ++versions_;
  ++out.work.signatures;
  out.work.hashed_bytes += std::uint64_t{copy_->head().members} * 3 * sizeof(Hash);
}

}  // namespace callo
