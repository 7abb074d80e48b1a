#include "protocol/overlay/membership/failure_detector.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace callo {

namespace {

constexpr std::int64_t kNanosecondsPerMicrosecond = 1'000;
// A round trip of more than half an hour is told as that.
constexpr std::int64_t kRoundTripMax_us = 2'000'000'000;
constexpr std::uint8_t kQuestionsMax = 2;  // more than one is as good as many

}  // namespace

const FailureDetector::Peer* FailureDetector::find(const OverlayId& id) const {
  const std::uint64_t word = id.word(0);
  auto at = static_cast<std::size_t>(std::lower_bound(words_.begin(), words_.end(), word) -
                                     words_.begin());
  while (at < words_.size() && words_[at] == word) {
    if (ids_[at] == id) {
      return &peers_[at];
    }
    ++at;
  }
  return nullptr;
}

FailureDetector::Peer* FailureDetector::find(const OverlayId& id) {
  return const_cast<Peer*>(std::as_const(*this).find(id));
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
  std::vector<Neighbour> nodes{watched.begin(), watched.end()};
  std::sort(nodes.begin(), nodes.end(),
            [](const Neighbour& a, const Neighbour& b) { return a.id < b.id; });
  nodes.erase(std::unique(nodes.begin(), nodes.end()), nodes.end());
  std::vector<std::uint64_t> words;
  std::vector<OverlayId> ids;
  std::vector<Peer> peers;
  words.reserve(nodes.size());
  ids.reserve(nodes.size());
  peers.reserve(nodes.size());
  std::size_t known = 0;
  for (const Neighbour& node : nodes) {
    while (known < ids_.size() && ids_[known] < node.id) {
      ++known;
    }
    const bool is_known = known < ids_.size() && ids_[known] == node.id;
    Peer& peer = peers.emplace_back(is_known ? peers_[known] : Peer{});
    peer.heard = is_known ? peer.heard : now - grace(node.id);
    peer.endpoint = node.endpoint;
    words.push_back(node.id.word(0));
    ids.push_back(node.id);
  }
  words_ = std::move(words);
  ids_ = std::move(ids);
  peers_ = std::move(peers);
}

void FailureDetector::tick(MonotonicTime now, std::vector<Neighbour>& ask,
                           std::vector<OverlayId>& failed) {
  for (std::size_t at = 0; at < peers_.size(); ++at) {
    Peer& peer = peers_[at];
    if (due(peer) > now || (peer.attempts > 0 && peer.asked == now)) {
      continue;
    }
    if (peer.attempts == kAttempts) {
      failed.push_back(ids_[at]);
      continue;
    }
    ++peer.attempts;
    peer.questions = std::min<std::uint8_t>(peer.questions, kQuestionsMax - 1) + 1;
    peer.asked = now;
    ask.push_back({ids_[at], peer.endpoint, false});
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
