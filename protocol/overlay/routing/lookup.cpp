#include "protocol/overlay/routing/lookup.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/overlay/routing/distance.hpp"
#include "protocol/overlay/routing/nearest.hpp"

namespace callo {

void Lookup::start(const OverlayId& key, const LookupSettings& settings, const Neighbour& self,
                   const NeighbourTable& table) {
  CALLO_CHECK(settings.wanted >= 1 && settings.wanted <= kNearestPerReplyMax);
  CALLO_CHECK(settings.per_reply >= 1 && settings.per_reply <= kNearestPerReplyMax);
  CALLO_CHECK(settings.paths >= 1 && settings.paths <= kPathsMax);
  key_ = key;
  settings_ = settings;
  self_ = self.id;
  origin_limit_ = table.origin_limit();
  candidates_.clear();
  questions_ = 0;
  asked_ = 0;
  failed_ = 0;
  std::vector<Neighbour> first;
  callo::append_nearest(table, key, std::max<std::size_t>(settings.wanted, 2 * settings.paths),
                        first);
  // Dealt out in turn: each path begins with near ones, and no two with the same.
  for (std::size_t index = 0; index < first.size(); ++index) {
    learn(first[index], 1, static_cast<std::uint8_t>(1U << (index % settings.paths)));
  }
  if (self.in_system) {
    learn(self, 0, 0);
    find(self)->state = State::answered;
  }
}

void Lookup::learn(const Neighbour& node, unsigned hops, std::uint8_t paths) {
  auto at = std::lower_bound(candidates_.begin(), candidates_.end(), node.id,
                             [this](const Candidate& candidate, const OverlayId& id) {
                               return is_nearer(key_, candidate.node.id, id);
                             });
  for (; at != candidates_.end() && at->node.id == node.id; ++at) {
    if (at->node.endpoint == node.endpoint) {
      at->paths = static_cast<std::uint8_t>(at->paths | paths);
      return;
    }
    if (at->state == State::answered) {
      return;
    }
  }
  if (candidates_.size() < kKnownMax && hops <= kHopsMax) {
    Candidate candidate;
    candidate.node = node;
    candidate.hops = static_cast<std::uint16_t>(hops);
    candidate.paths = paths;
    candidates_.insert(at, candidate);
  }
}

const Lookup::Candidate* Lookup::find(const Neighbour& node) const {
  for (const Candidate& candidate : candidates_) {
    if (candidate.node.id == node.id && candidate.node.endpoint == node.endpoint) {
      return &candidate;
    }
  }
  return nullptr;
}

Lookup::Candidate* Lookup::find(const Neighbour& node) {
  return const_cast<Candidate*>(std::as_const(*this).find(node));
}

// Whom a path asks next: the nearest it knows that nobody has asked, if it is among the `wanted`
// nearest that have not been silent; null when there is none or the path waits.
Lookup::Candidate* Lookup::next_of(unsigned path) {
  const unsigned bit = 1U << path;
  OriginTally tally{origin_limit_};
  unsigned nearer = 0;
  Candidate* next = nullptr;
  for (Candidate& candidate : candidates_) {
    if (candidate.state == State::asked && candidate.path == path && !candidate.is_late) {
      return nullptr;
    }
    const bool is_heard_of = (candidate.paths & bit) != 0 || candidate.state == State::answered;
    if (next != nullptr || nearer == settings_.wanted || !is_heard_of) {
      continue;
    }
    if (candidate.state == State::known) {
      next = tally.has_room_for(candidate.node.endpoint) ? &candidate : nullptr;
    } else if (candidate.state == State::answered || !candidate.is_late) {
      nearer += tally.take(candidate.node.endpoint) ? 1U : 0U;
    }
  }
  return next;
}

void Lookup::append_questions(std::vector<Neighbour>& out) {
  if (found_node() != nullptr) {
    return;
  }
  for (unsigned path = 0; path < settings_.paths && asked_ < kAskedMax; ++path) {
    if (Candidate* const next = next_of(path)) {
      next->state = State::asked;
      next->path = static_cast<std::uint8_t>(path);
      next->attempts = 1;
      ++asked_;
      ++questions_;
      out.push_back(next->node);
    }
  }
}

Lookup::Silence Lookup::silent(const Neighbour& node) {
  Candidate* const candidate = find(node);
  if (candidate == nullptr || candidate->state != State::asked) {
    return Silence::answered;
  }
  candidate->is_late = true;
  if (candidate->attempts == kAttempts) {
    candidate->state = State::failed;
    ++failed_;
    return Silence::failed;
  }
  ++candidate->attempts;
  ++questions_;
  return Silence::ask_again;
}

bool Lookup::answered(const Neighbour& node, std::span<const Neighbour> nodes) {
  Candidate* const candidate = find(node);
  if (candidate == nullptr || candidate->state != State::asked ||
      nodes.size() > settings_.per_reply) {
    return false;
  }
  candidate->state = State::answered;
  for (Candidate& other : candidates_) {
    if (&other != candidate && other.node.id == node.id) {
      other.state = State::failed;  // there is one of this id, and it is not there
    }
  }
  const unsigned hops = candidate->hops + 1U;
  const auto paths = static_cast<std::uint8_t>(1U << candidate->path);
  for (const Neighbour& named : nodes) {
    if (named.id != self_ && named.id != node.id) {
      learn(named, hops, paths);
    }
  }
  return true;
}

bool Lookup::is_waiting_for(const Neighbour& node) const {
  const Candidate* const candidate = find(node);
  return candidate != nullptr && candidate->state == State::asked;
}

bool Lookup::is_over() const {
  if (found_node() != nullptr) {
    return true;
  }
  // Whoever is nearer than the last of the wanted ones and may still answer, or was not asked.
  OriginTally tally{origin_limit_};
  unsigned nearer = 0;
  for (const Candidate& candidate : candidates_) {
    if (nearer == settings_.wanted) {
      return true;
    }
    if (candidate.state == State::answered) {
      nearer += tally.take(candidate.node.endpoint) ? 1U : 0U;
    } else if (tally.has_room_for(candidate.node.endpoint) &&
               (candidate.state == State::asked ||
                (candidate.state == State::known && asked_ < kAskedMax))) {
      return false;
    }
  }
  return true;
}

void Lookup::append_nearest(std::vector<Candidate>& out) const {
  OriginTally tally{origin_limit_};
  unsigned wanted = settings_.wanted;
  for (const Candidate& candidate : candidates_) {
    if (wanted == 0) {
      return;
    }
    if (candidate.state == State::answered && tally.take(candidate.node.endpoint)) {
      out.push_back(candidate);
      --wanted;
    }
  }
}

const Lookup::Candidate* Lookup::found_node() const {
  // It may have been named at wrong endpoints as well.
  for (std::size_t index = 0;
       settings_.is_for_node && index < candidates_.size() && candidates_[index].node.id == key_;
       ++index) {
    if (candidates_[index].state == State::answered) {
      return &candidates_[index];
    }
  }
  return nullptr;
}

}  // namespace callo
