#include "protocol/node/catch_up.hpp"

#include <algorithm>
#include <bit>

#include "protocol/base/check.hpp"

namespace callo {

namespace {

// A stall may be an accident of the network; a false block is none.
constexpr std::uint32_t kStrikesForStall = 1;
// A lossy link stalls as well as a liar does: stalls alone never put a peer aside for long.
constexpr std::uint32_t kStrikesByStallsMax = 2;
constexpr std::uint32_t kStrikesForFalseBlock = 2;
constexpr std::uint32_t kStrikesMax = 16;
// A peer that was slow before gets more time, up to eight times as much.
constexpr std::uint32_t kTimeoutDoublingsMax = 3;
constexpr std::uint32_t kAllowedStep = 2;
// Of the time that answers take, as in the estimate of a round trip by RFC 6298.
constexpr std::int64_t kSmoothing = 8;
constexpr Duration kPatienceMin = std::chrono::milliseconds{50};

static_assert(kBlocksPerRequestMax <= 32, "a request's blocks are told apart by 32 bits");

std::uint32_t all_of(const BlockRequest& request) {
  return static_cast<std::uint32_t>((std::uint64_t{1} << request.count) - 1);
}

}  // namespace

bool CatchUp::Peer::awaits(Height height) const {
  return height >= request.first && height - request.first < request.count &&
         (arrived >> (height - request.first) & 1) == 0;
}

CatchUp::Peer* CatchUp::find_peer(EndpointId peer) {
  const auto found = peers_.find(peer);
  return found == peers_.end() ? nullptr : &found->second;
}

// Peers that claim nothing now, or did not answer when they were asked, are worth the least.
bool CatchUp::make_room() {
  if (peers_.size() < limits_.peers_max) {
    return true;
  }
  const auto idle = std::find_if(peers_.begin(), peers_.end(), [](const auto& entry) {
    return !entry.second.is_open && (entry.second.claimed == 0 || entry.second.strikes > 0);
  });
  if (idle == peers_.end()) {
    return false;
  }
  peers_.erase(idle);
  return true;
}

void CatchUp::on_claim(EndpointId peer, Height decided, Height next) {
  Peer* known = find_peer(peer);
  if (known == nullptr) {
    if (decided < next || !make_room()) {
      return;
    }
    known = &peers_[peer];
    known->allowed = limits_.per_request_start;
  }
  known->claimed = decided;
}

bool CatchUp::on_block(MonotonicTime now, EndpointId peer, Height height, const Frame& frame,
                       Height next) {
  Peer* const server = find_peer(peer);
  if (server == nullptr || !server->awaits(height)) {
    return false;
  }
  on_answer(now, *server, height);
  if (height < next) {
    return false;  // somebody else was faster
  }
  const auto slot = slots_.try_emplace(height).first;
  if (slot->second.frame) {
    return false;
  }
  if (height != next && held_bytes_ + frame.size() > limits_.held_bytes_max) {
    discard(slot);  // asked for again when there is room
    return false;
  }
  slot->second.frame = frame;
  slot->second.server = peer;
  held_bytes_ += frame.size();
  return true;
}

void CatchUp::on_answer(MonotonicTime now, Peer& peer, Height height) {
  if (peer.arrived == 0) {
    answer_time_ += (now - peer.asked_at - answer_time_) / kSmoothing;
  }
  peer.arrived |= std::uint32_t{1} << (height - peer.request.first);
  if (!peer.is_open) {
    return;
  }
  if (const auto slot = slots_.find(height); slot != slots_.end()) {
    --slot->second.requests;
  }
  if (peer.arrived == all_of(peer.request)) {
    peer.is_open = false;
    peer.allowed = std::min(peer.allowed + kAllowedStep, limits_.per_request_max);
  }
}

Frame CatchUp::held(Height next) const {
  const auto slot = slots_.find(next);
  return slot == slots_.end() ? Frame{} : slot->second.frame;
}

void CatchUp::on_accepted(Height height) {
  const auto slot = slots_.find(height);
  if (slot == slots_.end()) {
    return;
  }
  if (Peer* const server = find_peer(slot->second.server);
      server != nullptr && server->strikes > 0) {
    --server->strikes;
  }
  held_bytes_ -= slot->second.frame.size();
  slots_.erase(slot);
}

void CatchUp::on_refused(MonotonicTime now, Height height) {
  const auto refused = slots_.find(height);
  CALLO_CHECK(refused != slots_.end());
  CALLO_CHECK(bool(refused->second.frame));
  const EndpointId server = refused->second.server;
  // Whatever else it sent is as doubtful.
  for (auto slot = slots_.begin(); slot != slots_.end();) {
    const bool is_its = slot->second.frame && slot->second.server == server;
    slot = is_its ? discard(slot) : std::next(slot);
  }
  if (Peer* const peer = find_peer(server); peer != nullptr) {
    close(*peer);
    peer->request = {};
    peer->claimed = 0;
    peer->was_false = true;
    set_aside(now, *peer, kStrikesForFalseBlock);
  }
}

void CatchUp::set_aside(MonotonicTime now, Peer& peer, std::uint32_t strikes) {
  peer.strikes = std::min(peer.strikes + strikes, kStrikesMax);
  Duration aside = limits_.set_aside_min;
  for (std::uint32_t strike = 1; strike < peer.strikes && aside < limits_.set_aside_max; ++strike) {
    aside *= 2;
  }
  peer.aside_until = now + std::min(aside, limits_.set_aside_max);
  peer.allowed = limits_.per_request_start;
}

// Forgets the block that came, and the height unless somebody is still asked for it.
CatchUp::Slots::iterator CatchUp::discard(Slots::iterator slot) {
  if (slot->second.frame) {
    held_bytes_ -= slot->second.frame.size();
    slot->second.frame = {};
  }
  return slot->second.requests == 0 ? slots_.erase(slot) : std::next(slot);
}

// What did not come goes to others.
void CatchUp::close(Peer& peer) {
  if (!peer.is_open) {
    return;
  }
  peer.is_open = false;
  for (std::uint32_t index = 0; index < peer.request.count; ++index) {
    const auto slot = slots_.find(peer.request.first + index);
    if (slot == slots_.end() || !peer.awaits(slot->first)) {
      continue;
    }
    if (--slot->second.requests == 0 && !slot->second.frame) {
      slots_.erase(slot);
    }
  }
}

void CatchUp::forget_below(Height next) {
  while (!slots_.empty() && slots_.begin()->first < next) {
    if (slots_.begin()->second.frame) {
      held_bytes_ -= slots_.begin()->second.frame.size();
    }
    slots_.erase(slots_.begin());
  }
}

void CatchUp::expire(MonotonicTime now) {
  for (auto& [endpoint, peer] : peers_) {
    if (!peer.is_open || now < peer.deadline) {
      continue;
    }
    close(peer);
    if (peer.arrived == 0) {
      set_aside(now, peer, peer.strikes < kStrikesByStallsMax ? kStrikesForStall : 0);
    } else {
      peer.allowed =
          std::max<std::uint32_t>(static_cast<std::uint32_t>(std::popcount(peer.arrived)), 1);
    }
  }
}

void CatchUp::open(MonotonicTime now, EndpointId endpoint, Peer& peer, const BlockRequest& request,
                   std::vector<Ask>& out) {
  peer.request = request;
  peer.arrived = 0;
  peer.is_open = true;
  peer.was_false = false;
  peer.asked_at = now;
  // For a single block others are asked meanwhile, so that nothing hangs on this peer's answer.
  peer.deadline =
      now + (request.count == 1
                 ? std::max(limits_.timeout, patience())
                 : limits_.timeout * (1 << std::min(peer.strikes, kTimeoutDoublingsMax)));
  for (std::uint32_t index = 0; index < request.count; ++index) {
    Slot& slot = slots_[request.first + index];
    ++slot.requests;
    slot.asked_at = now;
  }
  out.push_back({endpoint, request});
}

// The lowest run of heights that nobody was asked for yet, as long as this peer may serve.
void CatchUp::ask_for_range(MonotonicTime now, EndpointId endpoint, Peer& peer, Height next,
                            std::vector<Ask>& out) {
  if (peer.is_open || now < peer.aside_until || peer.claimed < next) {
    return;
  }
  const Height last = std::min(peer.claimed, next + limits_.window - 1);
  Height first = next;
  while (first <= last && slots_.contains(first)) {
    ++first;
  }
  BlockRequest request{first, 0};
  while (first + request.count <= last && request.count < peer.allowed &&
         !slots_.contains(first + request.count)) {
    ++request.count;
  }
  if (request.count > 0) {
    open(now, endpoint, peer, request, out);
  }
}

Duration CatchUp::patience() const {
  return std::clamp(2 * answer_time_, kPatienceMin, limits_.timeout * (1 << kTimeoutDoublingsMax));
}

bool CatchUp::may_be_asked_again(MonotonicTime now, const Peer& peer, Height next) {
  const bool is_doubtful = peer.was_false && now < peer.aside_until;
  return !peer.is_open && !is_doubtful && peer.claimed >= next;
}

// Of those with the fewest strikes the one that was asked least lately.
void CatchUp::ask_again(MonotonicTime now, Height next, std::vector<Ask>& out) {
  const auto slot = slots_.find(next);
  if (slot != slots_.end() && (slot->second.frame || now < slot->second.asked_at + patience())) {
    return;
  }
  auto best = peers_.end();
  for (auto entry = peers_.begin(); entry != peers_.end(); ++entry) {
    const Peer& peer = entry->second;
    if (may_be_asked_again(now, peer, next) &&
        (best == peers_.end() || std::pair{peer.strikes, peer.asked_at} <
                                     std::pair{best->second.strikes, best->second.asked_at})) {
      best = entry;
    }
  }
  if (best != peers_.end()) {
    open(now, best->first, best->second, {next, 1}, out);
  }
}

// Peers without strikes go first, so that the heights that are needed first are asked of them.
void CatchUp::plan(MonotonicTime now, Height next, std::vector<Ask>& out) {
  forget_below(next);
  expire(now);
  for (const bool is_good : {true, false}) {
    for (auto& [endpoint, peer] : peers_) {
      if ((peer.strikes == 0) == is_good) {
        ask_for_range(now, endpoint, peer, next, out);
      }
    }
  }
  ask_again(now, next, out);
}

std::optional<MonotonicTime> CatchUp::deadline(MonotonicTime now, Height next) const {
  std::optional<MonotonicTime> earliest;
  const auto slot = slots_.find(next);
  const bool is_missing = slot != slots_.end() && !slot->second.frame;
  for (const auto& [endpoint, peer] : peers_) {
    const bool waits_aside = peer.claimed >= next && peer.aside_until > now;
    if (peer.is_open || waits_aside) {
      const MonotonicTime due = peer.is_open ? peer.deadline : peer.aside_until;
      earliest = std::min(earliest.value_or(due), due);
    }
    if (is_missing && may_be_asked_again(now, peer, next)) {
      const MonotonicTime due = slot->second.asked_at + patience();
      earliest = std::min(earliest.value_or(due), due);
    }
  }
  return earliest;
}

}  // namespace callo
