#include "protocol/overlay/membership/failure_detector.hpp"

#include <algorithm>
#include <cstring>

namespace callo {

namespace {

constexpr std::int64_t kNanosecondsPerMicrosecond = 1'000;
// A round trip of more than half an hour is told as that.
constexpr std::int64_t kRoundTripMax_us = 2'000'000'000;
constexpr std::uint8_t kQuestionsMax = 2;  // more than one is as good as many

template <typename Peers>
auto find_in(Peers& peers, const OverlayId& id) {
  const auto at =
      std::lower_bound(peers.begin(), peers.end(), id,
                       [](const auto& peer, const OverlayId& wanted) { return peer.id < wanted; });
  return at == peers.end() || at->id != id ? nullptr : &*at;
}

}  // namespace

FailureDetector::Peer* FailureDetector::find(const OverlayId& id) {
  return find_in(peers_, id);
}

const FailureDetector::Peer* FailureDetector::find(const OverlayId& id) const {
  return find_in(peers_, id);
}

void FailureDetector::heard(const OverlayId& id, MonotonicTime now) {
  if (Peer* const peer = find(id)) {
    peer->heard = now;
    peer->attempts = 0;
    peer->is_suspect = false;
  }
}

bool FailureDetector::answered(const OverlayId& id, MonotonicTime now) {
  Peer* const peer = find(id);
  if (peer == nullptr || peer->questions == 0) {
    return false;
  }
  // Other mail may have come in between, which ends the attempts but answers no question.
  if (peer->questions == 1) {
    const std::int64_t elapsed_us = (now - peer->asked).count() / kNanosecondsPerMicrosecond;
    const auto sample_us =
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(elapsed_us, 1, kRoundTripMax_us));
    if (peer->smoothed_us == 0) {
      peer->smoothed_us = sample_us;
      peer->variation_us = sample_us / 2;
    } else {
      const std::uint32_t apart_us =
          std::max(sample_us, peer->smoothed_us) - std::min(sample_us, peer->smoothed_us);
      peer->variation_us = peer->variation_us - peer->variation_us / 4 + apart_us / 4;
      peer->smoothed_us = peer->smoothed_us - peer->smoothed_us / 8 + sample_us / 8;
    }
  }
  peer->questions = 0;
  heard(id, now);
  return true;
}

void FailureDetector::suspect(const OverlayId& id) {
  if (Peer* const peer = find(id)) {
    peer->is_suspect = true;
  }
}

Duration FailureDetector::timeout(const Peer& peer) const {
  const Duration estimate =
      peer.smoothed_us == 0
          ? settings_.timeout_first
          : Duration{std::chrono::microseconds{std::int64_t{peer.smoothed_us} +
                                               4 * std::int64_t{peer.variation_us}}};
  const Duration once = std::max(estimate, settings_.timeout_min);
  return once * (std::int64_t{1} << (peer.attempts > 0 ? peer.attempts - 1 : 0));
}

Duration FailureDetector::timeout_of(const OverlayId& id) const {
  const Peer* const peer = find(id);
  return peer == nullptr ? settings_.timeout_first : timeout(*peer);
}

MonotonicTime FailureDetector::due(const Peer& peer) const {
  if (peer.attempts > 0) {
    return peer.asked + timeout(peer);
  }
  return peer.is_suspect ? peer.heard : peer.heard + settings_.interval;
}

// Who is named by others must show that it is there within half an interval; not all at once.
Duration FailureDetector::grace(const OverlayId& id) const {
  std::uint32_t lot = 0;
  std::memcpy(&lot, id.value.bytes.data(), sizeof lot);
  return settings_.interval / 2 + Duration{(settings_.interval.count() >> 33) * lot};
}

void FailureDetector::watch(MonotonicTime now, std::span<const Neighbour> watched) {
  std::vector<OverlayId> ids;
  ids.reserve(watched.size());
  for (const Neighbour& node : watched) {
    ids.push_back(node.id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  std::vector<Peer> peers;
  peers.reserve(ids.size());
  auto known = peers_.begin();
  for (const OverlayId& id : ids) {
    while (known != peers_.end() && known->id < id) {
      ++known;
    }
    if (known != peers_.end() && known->id == id) {
      peers.push_back(*known);
    } else {
      peers.push_back({id, now - grace(id), {}, 0, 0, 0, 0, false});
    }
  }
  peers_ = std::move(peers);
}

void FailureDetector::tick(MonotonicTime now, std::span<const Neighbour> watched,
                           std::vector<Neighbour>& ask, std::vector<OverlayId>& failed) {
  watch(now, watched);
  for (const Neighbour& node : watched) {
    Peer* const peer = find(node.id);
    if (due(*peer) > now || (peer->attempts > 0 && peer->asked == now)) {
      continue;
    }
    if (peer->attempts == kAttempts) {
      failed.push_back(peer->id);
      continue;
    }
    ++peer->attempts;
    peer->questions = std::min<std::uint8_t>(peer->questions, kQuestionsMax - 1) + 1;
    peer->asked = now;
    ask.push_back(node);
  }
}

MonotonicTime FailureDetector::next_tick(MonotonicTime now) const {
  MonotonicTime next = now + settings_.interval;
  for (const Peer& peer : peers_) {
    next = std::min(next, due(peer));
  }
  return std::max(next, now);
}

}  // namespace callo
