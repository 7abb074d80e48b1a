#include "sim/checkers/round_book.hpp"

#include <algorithm>

namespace callo::sim {

namespace {

constexpr std::size_t kHeightsInBook = 16;

}  // namespace

void RoundBook::add(const HonestMessage& said) {
  heights_[said.height][said.round].push_back(said);
  if (heights_.size() > kHeightsInBook) {
    forgotten_ = std::max(forgotten_, heights_.begin()->first);
    heights_.erase(heights_.begin());
  }
}

Duration RoundBook::quorum_since(Height height, Round round, NodeId node,
                                 const Wanted& wanted) const {
  std::map<NodeId, std::int64_t> waited_for;
  std::int64_t power = 0;
  for (const CheckedValidator& validator : validators_.at(height)) {
    if (validator.node == node || !context_.is_honest(validator.node)) {
      power += validator.power;
    } else {
      waited_for.emplace(validator.node, validator.power);
    }
  }
  const std::int64_t total = power_of(validators_.at(height));
  if (3 * power > 2 * total) {
    return Duration::zero();
  }
  const auto rounds = heights_.find(height);
  const auto said =
      rounds == heights_.end() ? Rounds::const_iterator{} : rounds->second.find(round);
  if (rounds == heights_.end() || said == rounds->second.end()) {
    return Duration::max();
  }
  for (const HonestMessage& one : said->second) {
    const auto signer = waited_for.find(one.node);
    if (signer != waited_for.end() && wanted(one)) {
      power += signer->second;
      waited_for.erase(signer);
      if (3 * power > 2 * total) {
        return one.time;
      }
    }
  }
  return Duration::max();
}

Duration RoundBook::third_ahead_since(Height height, Round round, NodeId node) const {
  std::map<NodeId, Duration> there;
  if (const auto rounds = heights_.find(height); rounds != heights_.end()) {
    for (auto at = rounds->second.lower_bound(round); at != rounds->second.end(); ++at) {
      for (const HonestMessage& said : at->second) {
        const auto [entry, is_new] = there.try_emplace(said.node, said.time);
        entry->second = std::min(entry->second, said.time);
      }
    }
  }
  std::vector<std::pair<Duration, std::int64_t>> arrivals;
  for (const CheckedValidator& validator : validators_.at(height)) {
    const auto found = there.find(validator.node);
    const bool is_honest = context_.is_honest(validator.node);
    if (validator.node != node && (!is_honest || found != there.end())) {
      arrivals.emplace_back(is_honest ? found->second : Duration::zero(), validator.power);
    }
  }
  std::sort(arrivals.begin(), arrivals.end());
  std::int64_t power = 0;
  for (const auto& [time, more] : arrivals) {
    power += more;
    if (3 * power > power_of(validators_.at(height))) {
      return time;
    }
  }
  return Duration::max();
}

const HonestMessage* RoundBook::find(Height height, Round round, const Wanted& wanted) const {
  const auto rounds = heights_.find(height);
  if (rounds == heights_.end() || !rounds->second.contains(round)) {
    return nullptr;
  }
  const std::vector<HonestMessage>& said = rounds->second.at(round);
  const auto found = std::find_if(said.begin(), said.end(), wanted);
  return found == said.end() ? nullptr : &*found;
}

}  // namespace callo::sim
