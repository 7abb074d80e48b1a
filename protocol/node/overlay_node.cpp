#include "protocol/node/overlay_node.hpp"

#include <algorithm>
#include <variant>

#include "protocol/base/check.hpp"
#include "protocol/crypto/sha256.hpp"
#include "protocol/overlay/membership/message_codec.hpp"

namespace callo {

namespace {

// What one step says to one receiver; more than a step ever has to say.
constexpr std::size_t kMessagesPerPostMax = 256;
constexpr std::size_t kMostPostBytes = 64;  // of most posts
constexpr std::size_t kLostMax = 1'024;
constexpr std::size_t kNeighboursInRecord = 8;
constexpr std::uint8_t kLeaveCommand = 1;
// A workspace above this is given back after the step: a network has many idle nodes.
constexpr std::size_t kKeptCapacity = 8;

bool is_before(const std::optional<MonotonicTime>& a, MonotonicTime b) {
  return a.has_value() && *a <= b;
}

template <typename List>
void empty_out(List& list) {
  if (list.capacity() > kKeptCapacity) {
    list = {};
  } else {
    list.clear();
  }
}

std::optional<std::vector<MembershipMessage>> decode_messages(BytesView body) {
  std::vector<MembershipMessage> messages;
  Reader in{body};
  while (in.ok() && in.remaining() > 0 && messages.size() < kMessagesPerPostMax) {
    std::optional<MembershipMessage> message = decode_membership_message(in.blob(kPostBytesMax));
    if (!in.ok() || !message) {
      return std::nullopt;
    }
    messages.push_back(std::move(*message));
  }
  return in.finished() && !messages.empty() ? std::optional{std::move(messages)} : std::nullopt;
}

}  // namespace

OverlayNode::OverlayNode(OverlayNodeConfig config, Signer& signer, Verifier& verifier)
    : config_{std::move(config)},
      signer_{signer},
      verifier_{verifier},
      member_{{overlay_id_of(signer.public_key()), config_.endpoint, false},
              config_.digits,
              config_.neighbours_per_entry,
              config_.origin_limit},
      repair_{member_},
      entrance_{member_.self().id,     config_.chain_id,     config_.servers,
                config_.known_members, config_.copy_age_max, config_.origin_limit},
      registration_{config_.servers, config_.registration},
      detector_{config_.heartbeat} {}

Frame OverlayNode::leave_command() {
  return make_frame(Bytes{kLeaveCommand});
}

void OverlayNode::step(Now now, const Input& input, Effects& out) noexcept {
  step_sequence_.reset();
  if (const auto* received = std::get_if<Received>(&input)) {
    on_received(now, *received, out);
  } else if (const auto* fired = std::get_if<TimerFired>(&input)) {
    on_timer(now, fired->timer);
  } else if (const auto* started = std::get_if<Started>(&input)) {
    on_started(now, *started, out);
  } else if (const auto* submitted = std::get_if<Submitted>(&input)) {
    on_submitted(now, *submitted, out);
  }
  after(now, out);
}

void OverlayNode::on_started(Now now, const Started& started, Effects& out) {
  sequence_.start(started.records, now.calendar, out);
  const bool is_new = started.records.empty();
  if (config_.founders == nullptr || !is_new) {
    enter();
    return;
  }
  const auto own = std::find(config_.founders->begin(), config_.founders->end(), member_.self());
  CALLO_CHECK(own != config_.founders->end());
  member_.found_together(*config_.founders,
                         static_cast<std::size_t>(own - config_.founders->begin()),
                         membership_out_);
}

void OverlayNode::on_submitted(Now now, const Submitted& submitted, Effects& out) {
  const BytesView bytes = submitted.frame.bytes();
  if (bytes.size() == 1 && bytes.front() == kLeaveCommand) {
    if (member_.status() == OverlayMember::Status::in_system) {
      member_.leave(membership_out_);
      registration_.depart(entry_out_);
    }
    return;
  }
  const bool is_taken = std::any_of(parts_.begin(), parts_.end(), [&](const auto& part) {
    return part->submitted(now, submitted.frame, parts_out_);
  });
  if (!is_taken) {
    reject(OverlayRejection::malformed, out);
  }
}

void OverlayNode::on_received(Now now, const Received& received, Effects& out) {
  if (member_.status() == OverlayMember::Status::left) {
    return;
  }
  Post post;
  ++out.work.verifications;
  switch (open_post(received.frame, config_.chain_id, received.from, member_.self().id, verifier_,
                    post)) {
    case PostDefect::malformed:
      return reject(OverlayRejection::malformed, out);
    case PostDefect::misdirected:
      return reject(OverlayRejection::misdirected, out);
    case PostDefect::bad_signature:
      return reject(OverlayRejection::bad_signature, out);
    case PostDefect::none:
      break;
  }
  if (!replay_guard_.take(post.sender, post.header.sequence)) {
    return reject(OverlayRejection::replayed, out);
  }
  detector_.heard(post.sender, now.monotonic);
  const Neighbour from{post.sender, post.at, false};
  if (post.header.kind == MessageKind::membership) {
    std::optional<std::vector<MembershipMessage>> messages = decode_messages(post.body);
    if (!messages) {
      return reject(OverlayRejection::malformed, out);
    }
    for (const MembershipMessage& message : *messages) {
      if (!on_membership_message(now, from, message)) {
        reject(OverlayRejection::unasked, out);
      }
    }
  } else if (post.header.kind == MessageKind::entry) {
    const std::optional<EntryMessage> message = decode_entry_message(post.body);
    if (!message) {
      return reject(OverlayRejection::malformed, out);
    }
    if (!on_entry(now, from, *message, out) && !on_part(now, from, post)) {
      reject(OverlayRejection::unasked, out);
    }
  } else if (!on_part(now, from, post)) {
    reject(OverlayRejection::unasked, out);
  }
}

// Answers of core servers; what is asked of one is for its part.
bool OverlayNode::on_entry(Now now, const Neighbour& from, const EntryMessage& message,
                           Effects& out) {
  if (const auto* reply = std::get_if<EntryReply>(&message)) {
    ++out.work.verifications;
    const bool was_asked = entrance_.receive(from, *reply, now.calendar, verifier_);
    join_if_agreed();
    return was_asked;
  }
  return std::holds_alternative<Registered>(message) && registration_.confirmed(from);
}

bool OverlayNode::on_membership_message(Now now, const Neighbour& from,
                                        const MembershipMessage& message) {
  if (std::holds_alternative<Pong>(message)) {
    const bool was_awaited = detector_.answered(from.id, now.monotonic);
    if (std::find(strangers_.begin(), strangers_.end(), from.id) != strangers_.end()) {
      strangers_.clear();
      is_alarmed_ = true;
      ++eclipse_alarms_;
    }
    return repair_.receive(from, message, membership_out_) || was_awaited;
  }
  if (std::holds_alternative<LeaveNotice>(message) &&
      member_.status() != OverlayMember::Status::in_system) {
    membership_out_.push_back({from, LeaveReply{}});
    on_failed(from.id);
    return true;
  }
  const bool is_for_member = member_.receive(from, message, membership_out_);
  return repair_.receive(from, message, membership_out_) || is_for_member;
}

bool OverlayNode::on_part(Now now, const Neighbour& from, const Post& post) {
  for (const std::unique_ptr<OverlayPart>& part : parts_) {
    if (part->hears(post.header.kind)) {
      return part->receive(now, from, post.header.kind, post.body, parts_out_);
    }
  }
  return false;
}

void OverlayNode::on_timer(Now now, TimerId timer) {
  if (timer.slot >= armed_.size()) {
    return;
  }
  armed_[timer.slot].reset();
  if (timer == kRetryTimer) {
    if (member_.status() == OverlayMember::Status::outside && entrance_.is_asking()) {
      entrance_.retry(entry_out_);
      join_if_agreed();
    } else if (member_.status() == OverlayMember::Status::outside) {
      enter();
    } else {
      member_.retry(membership_out_);
      repair_.tick(membership_out_);
    }
  } else if (timer == kHeartbeatTimer) {
    on_heartbeat(now);
  } else if (timer == kPartsTimer) {
    for (const std::unique_ptr<OverlayPart>& part : parts_) {
      if (is_before(part->next_tick(), now.monotonic)) {
        part->tick(now, parts_out_);
      }
    }
  }
}

// A heartbeat says as well whom this node stores, in case that it was never heard.
void OverlayNode::on_heartbeat(Now now) {
  watch(now);
  std::vector<Neighbour> ask;
  std::vector<OverlayId> failed;
  detector_.tick(now.monotonic, ask, failed);
  for (const Neighbour& node : ask) {
    if (const Neighbour* const stored = member_.table().find(node.id)) {
      membership_out_.push_back({node, StoredNotice{stored->in_system}});
    }
    membership_out_.push_back({node, Ping{}});
  }
  for (const OverlayId& id : failed) {
    on_failed(id);
  }
  if (member_.status() == OverlayMember::Status::in_system && next_refresh_ <= now.monotonic) {
    next_refresh_ = now.monotonic + config_.heartbeat.interval;
    repair_.refresh(membership_out_);
  }
}

// Those of the table, and whoever else's answer this node cannot do without. Mostly they are the
// same as last time.
void OverlayNode::watch(Now now) {
  std::vector<Neighbour> awaited;
  member_.append_awaited(awaited);
  if (awaited.empty() && !watches_awaited_ && watched_changes_ == member_.table().changes()) {
    return;
  }
  watched_changes_ = member_.table().changes();
  watches_awaited_ = !awaited.empty();
  std::vector<Neighbour> watched = member_.table().from_level(0);
  watched.insert(watched.end(), awaited.begin(), awaited.end());
  detector_.watch(now.monotonic, watched);
}

void OverlayNode::on_failed(const OverlayId& id) {
  if (member_.status() == OverlayMember::Status::in_system) {
    repair_.failed(id, membership_out_);
  } else if (member_.failed(id, membership_out_) && lost_.size() < kLostMax) {
    lost_.push_back(id);
  }
}

void OverlayNode::enter() {
  entrance_.begin(entry_out_);
  join_if_agreed();
}

void OverlayNode::join_if_agreed() {
  std::vector<Neighbour> contacts = entrance_.take_contacts();
  if (!contacts.empty() && member_.status() == OverlayMember::Status::in_system) {
    cross_check(std::move(contacts));
  } else if (!contacts.empty() && member_.status() == OverlayMember::Status::outside) {
    member_.join(std::move(contacts), membership_out_);
  }
}

// Those that failed meanwhile have left holes.
void OverlayNode::on_in_system(Now now) {
  const NeighbourTable& table = member_.table();
  for (const OverlayId& id : lost_) {
    const unsigned level = table.level_of(id);
    repair_.search({level, table.digits().at(id, level)}, membership_out_);
  }
  lost_ = {};
  next_refresh_ = now.monotonic + config_.heartbeat.interval;
  next_cross_check_ = now.monotonic;
  registration_.begin(now.monotonic);
}

// Whoever led this node in, or is asked about the network since, may have named accomplices only.
// The core servers are asked anew; with some of them silent, what the others say is compared when
// the next look is due.
void OverlayNode::ask_servers_again(Now now) {
  if (config_.cross_check_interval == Duration{} || next_cross_check_ > now.monotonic ||
      member_.status() != OverlayMember::Status::in_system) {
    return;
  }
  next_cross_check_ = now.monotonic + config_.cross_check_interval;
  if (entrance_.is_asking()) {
    entrance_.retry(entry_out_);
  } else {
    entrance_.begin(entry_out_);
  }
  join_if_agreed();
}

// A copy names those that are nearest to this node's place, and a whole table has room for none of
// them that it does not hold. With room for most of them it is suspicious, and once one of them
// turns out to be there this node knows that it has been eclipsed.
void OverlayNode::cross_check(std::vector<Neighbour> named) {
  const NeighbourTable& table = member_.table();
  strangers_.clear();
  for (const Neighbour& node : named) {
    if (table.find(node.id) == nullptr && table.has_room_for(node)) {
      strangers_.push_back(node.id);
    }
  }
  if (2 * strangers_.size() <= named.size()) {
    strangers_.clear();
    is_alarmed_ = false;
  }
  repair_.consider(named, membership_out_);
  // Of sybils there may be more around this node than a copy names; these stand elsewhere.
  repair_.consider(config_.known_members, membership_out_);
}

void OverlayNode::register_again(Now now, Effects& out) {
  if (registration_.is_due(now.monotonic)) {
    registration_.tick(now.monotonic, make_record(out), entry_out_);
  }
}

NodeRecord OverlayNode::make_record(Effects& out) {
  NodeRecord record;
  record.name = config_.name;
  record.ip = config_.ip;
  record.protocol = config_.protocol;
  record.endpoint = config_.endpoint;
  record.number = number_of_step(out);
  const std::vector<Neighbour> nodes = member_.table().from_level(0);
  const std::size_t count = std::min(nodes.size(), kNeighboursInRecord);
  for (auto node = nodes.end() - static_cast<std::ptrdiff_t>(count); node != nodes.end(); ++node) {
    record.neighbours.push_back(node->id);
  }
  std::sort(record.neighbours.begin(), record.neighbours.end());
  ++out.work.signatures;
  sign_record(record, config_.chain_id, signer_);
  return record;
}

// What the step changed, and what it wants said.
void OverlayNode::after(Now now, Effects& out) {
  if (seen_status_ != member_.status()) {
    seen_status_ = member_.status();
    if (seen_status_ == OverlayMember::Status::in_system) {
      on_in_system(now);
    }
  }
  ask_servers_again(now);
  register_again(now, out);
  for (const OverlayId& id : parts_out_.suspects) {
    detector_.suspect(id);
  }
  out.work.signatures += parts_out_.work.signatures;
  out.work.verifications += parts_out_.work.verifications;
  out.work.hashed_bytes += parts_out_.work.hashed_bytes;
  send_membership(out);
  send_entry(out);
  send_parts(out);
  arm(now, out);
}

void OverlayNode::send_membership(Effects& out) {
  // It allocates, and most steps say one thing.
  if (membership_out_.size() > 1) {
    std::stable_sort(membership_out_.begin(), membership_out_.end(),
                     [](const auto& a, const auto& b) { return a.to.endpoint < b.to.endpoint; });
  }
  for (auto first = membership_out_.begin(); first != membership_out_.end();) {
    const Neighbour to = first->to;
    Writer body{kMostPostBytes};
    std::size_t messages = 0;
    while (first != membership_out_.end() && first->to == to && messages < kMessagesPerPostMax) {
      const Bytes message = encode_data(first->message);
      if (messages > 0 && body.size() + message.size() + sizeof(std::uint32_t) > kPostBytesMax) {
        break;
      }
      body.blob(message);
      ++messages;
      ++first;
    }
    if (first != membership_out_.end() && first->to == to) {
      step_sequence_.reset();  // one receiver takes every number once
    }
    send(to, MessageKind::membership, body.view(), out);
  }
  empty_out(membership_out_);
}

void OverlayNode::send_entry(Effects& out) {
  for (const Entrance::Outgoing& message : entry_out_) {
    step_sequence_.reset();
    send(message.to, MessageKind::entry, encode_data(message.message), out);
  }
  empty_out(entry_out_);
}

void OverlayNode::send_parts(Effects& out) {
  for (const OutgoingPost& post : parts_out_.posts) {
    step_sequence_.reset();  // several may be for one receiver, who takes every number once
    send(post.to, post.kind, post.body, out);
  }
  empty_out(parts_out_.posts);
  empty_out(parts_out_.suspects);
  parts_out_.work = {};
}

void OverlayNode::send(const Neighbour& to, MessageKind kind, BytesView body, Effects& out) {
  ++out.work.signatures;
  const std::uint64_t number = number_of_step(out);
  const PostHeader header{signer_.public_key(), config_.endpoint, to.id};
  out.send(to.endpoint, seal_post(kind, config_.chain_id, number, header, body, signer_),
           MessageClass::control);
}

std::uint64_t OverlayNode::number_of_step(Effects& out) {
  if (!step_sequence_) {
    step_sequence_ = sequence_.next(out);
  }
  return *step_sequence_;
}

void OverlayNode::reject(OverlayRejection reason, Effects& out) {
  ++rejected_[static_cast<std::size_t>(reason)];
  out.notice(NoticeKind::rejected_message, static_cast<std::uint64_t>(reason));
}

// Timers are armed when there is something to wait for; one that is armed already comes early
// enough, since what is heard meanwhile only puts off what is due.
void OverlayNode::arm(Now now, Effects& out) {
  const OverlayMember::Status status = member_.status();
  if (status == OverlayMember::Status::left) {
    return;
  }
  const bool must_retry = status != OverlayMember::Status::in_system || !repair_.idle();
  if (must_retry && !armed_[kRetryTimer.slot]) {
    arm_at(kRetryTimer, now.monotonic + config_.retry_interval, out);
  }
  if (!armed_[kHeartbeatTimer.slot]) {
    const Duration least = std::min(config_.heartbeat.interval / 16, config_.heartbeat.timeout_min);
    const MonotonicTime due =
        std::min(detector_.next_tick(now.monotonic), registration_.next_tick());
    arm_at(kHeartbeatTimer, std::max(due, now.monotonic + least), out);
  }
  std::optional<MonotonicTime> next;
  for (const std::unique_ptr<OverlayPart>& part : parts_) {
    const std::optional<MonotonicTime> due = part->next_tick();
    next = due && (!next || *due < *next) ? due : next;
  }
  if (next && !is_before(armed_[kPartsTimer.slot], *next)) {
    arm_at(kPartsTimer, *next, out);
  }
}

void OverlayNode::arm_at(TimerId timer, MonotonicTime deadline, Effects& out) {
  armed_[timer.slot] = deadline;
  out.arm(timer, deadline);
}

}  // namespace callo
