#include "protocol/node/catch_up.hpp"

#include <algorithm>

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

}  // namespace

CatchUp::Peer* CatchUp::find_peer(EndpointId peer) {
  const auto found = peers_.find(peer);
  return found == peers_.end() ? nullptr : &found->second;
}

// Peers that claim nothing now are worth the least.
bool CatchUp::make_room() {
  if (peers_.size() < limits_.peers_max) {
    return true;
  }
  const auto idle = std::find_if(peers_.begin(), peers_.end(), [](const auto& entry) {
    return entry.second.claimed == 0 && entry.second.outstanding == 0;
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
  const auto slot = slots_.find(height);
  Peer* const server = find_peer(peer);
  if (slot == slots_.end() || slot->second.peer != peer || slot->second.frame ||
      server == nullptr) {
    return false;
  }
  if (now >= server->deadline) {
    return false;  // given up already, as far as others are concerned
  }
  --server->outstanding;
  ++server->delivered;
  if (height != next && held_bytes_ + frame.size() > limits_.held_bytes_max) {
    slots_.erase(slot);  // asked for again when there is room
    return false;
  }
  slot->second.frame = frame;
  held_bytes_ += frame.size();
  if (server->outstanding == 0) {
    server->allowed = std::min(server->allowed + kAllowedStep, limits_.per_request_max);
  }
  return true;
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
  if (Peer* const server = find_peer(slot->second.peer); server != nullptr && server->strikes > 0) {
    --server->strikes;
  }
  drop(slot);
}

void CatchUp::on_refused(MonotonicTime now, Height height) {
  const auto slot = slots_.find(height);
  CALLO_CHECK(slot != slots_.end());
  const EndpointId server = slot->second.peer;
  drop(slot);
  // Whatever else it sent is as doubtful.
  drop_requests_of(server);
  if (Peer* const peer = find_peer(server); peer != nullptr) {
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
  peer.claimed = 0;
  peer.allowed = limits_.per_request_start;
}

CatchUp::Slots::iterator CatchUp::drop(Slots::iterator slot) {
  if (slot->second.frame) {
    held_bytes_ -= slot->second.frame.size();
  } else if (Peer* const peer = find_peer(slot->second.peer); peer != nullptr) {
    --peer->outstanding;
  }
  return slots_.erase(slot);
}

void CatchUp::drop_requests_of(EndpointId peer) {
  for (auto slot = slots_.begin(); slot != slots_.end();) {
    slot = slot->second.peer == peer ? drop(slot) : std::next(slot);
  }
}

void CatchUp::forget_below(Height next) {
  while (!slots_.empty() && slots_.begin()->first < next) {
    drop(slots_.begin());
  }
}

// The heights that did not come go to others; those that came stay.
void CatchUp::expire(MonotonicTime now) {
  for (auto slot = slots_.begin(); slot != slots_.end();) {
    const bool is_late = !slot->second.frame && now >= find_peer(slot->second.peer)->deadline;
    slot = is_late ? slots_.erase(slot) : std::next(slot);
  }
  for (auto& [endpoint, peer] : peers_) {
    if (peer.outstanding == 0 || now < peer.deadline) {
      continue;
    }
    peer.outstanding = 0;
    if (peer.delivered == 0) {
      set_aside(now, peer, peer.strikes < kStrikesByStallsMax ? kStrikesForStall : 0);
    } else {
      peer.allowed = std::max<std::uint32_t>(peer.delivered, 1);
    }
  }
}

// The lowest run of heights that nobody was asked for yet, as long as this peer may serve.
bool CatchUp::ask(MonotonicTime now, EndpointId endpoint, Peer& peer, Height next,
                  std::vector<Ask>& out) {
  if (peer.outstanding != 0 || now < peer.aside_until || peer.claimed < next) {
    return false;
  }
  const Height last = std::min(peer.claimed, next + limits_.window - 1);
  Height first = next;
  while (first <= last && slots_.contains(first)) {
    ++first;
  }
  BlockRequest request{first, 0};
  while (first + request.count <= last && request.count < peer.allowed &&
         !slots_.contains(first + request.count)) {
    slots_[first + request.count].peer = endpoint;
    ++request.count;
  }
  if (request.count == 0) {
    return false;
  }
  peer.outstanding = request.count;
  peer.delivered = 0;
  peer.deadline = now + limits_.timeout * (1 << std::min(peer.strikes, kTimeoutDoublingsMax));
  out.push_back({endpoint, request});
  return true;
}

// Peers without strikes go first, so that the heights that are needed first are asked of them.
void CatchUp::plan(MonotonicTime now, Height next, std::vector<Ask>& out) {
  forget_below(next);
  expire(now);
  for (const bool is_good : {true, false}) {
    for (auto& [endpoint, peer] : peers_) {
      if ((peer.strikes == 0) == is_good) {
        ask(now, endpoint, peer, next, out);
      }
    }
  }
}

std::optional<MonotonicTime> CatchUp::deadline(MonotonicTime now, Height next) const {
  std::optional<MonotonicTime> earliest;
  for (const auto& [endpoint, peer] : peers_) {
    const bool waits_aside = peer.claimed >= next && peer.aside_until > now;
    if (peer.outstanding != 0 || waits_aside) {
      const MonotonicTime due = peer.outstanding != 0 ? peer.deadline : peer.aside_until;
      earliest = std::min(earliest.value_or(due), due);
    }
  }
  return earliest;
}

}  // namespace callo
