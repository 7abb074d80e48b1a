#include "protocol/node/inquests.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/consensus/tendermint/config.hpp"

namespace callo {

OpenInquest* Inquests::find(const ForkKey& key) {
  const auto found = inquests_.find(key);
  return found == inquests_.end() ? nullptr : &found->second;
}

OpenInquest* Inquests::find(const JustificationAnswer& answer) {
  for (auto& [key, open] : inquests_) {
    if (answer.answers(open.inquest.fork())) {
      return &open;
    }
  }
  return nullptr;
}

bool Inquests::has_room() const {
  return inquests_.size() < kForksMax;
}

OpenInquest& Inquests::open(MonotonicTime now, MonotonicTime asks_at, Fork fork,
                            ValidatorSet validators) {
  CALLO_CHECK(has_room());
  const ForkKey key = key_of(fork);
  OpenInquest opened{.inquest = Inquest{std::move(fork), std::move(validators)},
                     .answers = RequestGate{members_, limits_.answer_interval},
                     .next_question_at = asks_at,
                     .ask_interval = limits_.ask_interval_min,
                     .closes_at = now + limits_.timeout,
                     .reported = {}};
  const auto [place, is_new] = inquests_.emplace(key, std::move(opened));
  CALLO_CHECK(is_new);
  return place->second;
}

bool Inquests::is_question_due(MonotonicTime now, OpenInquest& open) const {
  if (now < open.next_question_at) {
    return false;
  }
  open.next_question_at = now + open.ask_interval;
  open.ask_interval = std::min(2 * open.ask_interval, limits_.ask_interval_max);
  return true;
}

bool Inquests::may_answer(MonotonicTime now, OpenInquest& open) const {
  if (now < open.next_answer_at) {
    return false;
  }
  open.next_answer_at = now + limits_.answer_interval;
  return true;
}

bool Inquests::is_over(MonotonicTime now, const OpenInquest& open) const {
  return now >= open.closes_at || open.inquest.is_complete();
}

std::optional<MonotonicTime> Inquests::deadline() const {
  std::optional<MonotonicTime> earliest;
  for (const auto& [key, open] : inquests_) {
    if (!open.is_closed) {
      const MonotonicTime due = std::min(open.next_question_at, open.closes_at);
      earliest = std::min(earliest.value_or(due), due);
    }
  }
  return earliest;
}

std::size_t Inquests::answers_of_one_max() const {
  std::size_t most = 0;
  for (const auto& [key, open] : inquests_) {
    most = std::max(most, open.inquest.answers_held());
  }
  return most;
}

}  // namespace callo
