#pragma once

#include <map>
#include <optional>

#include "protocol/base/time.hpp"
#include "protocol/chain/inquest.hpp"
#include "protocol/node/request_gate.hpp"

namespace callo {

// When the validators are asked about a fork, and again: after ask_interval, then after twice as
// long each time, until all have answered or `timeout` is over.
struct InquestLimits {
  Duration ask_interval_min = std::chrono::seconds{2};
  Duration ask_interval_max = std::chrono::seconds{8};
  Duration answer_interval = std::chrono::seconds{1};  // of one node's answers to one question
  Duration timeout = std::chrono::minutes{10};
};

// One fork that this node looks into.
struct OpenInquest {
  Inquest inquest;
  RequestGate answers;  // of each member; what it says again is passed on for those who missed it
  MonotonicTime next_question_at;
  Duration ask_interval;
  MonotonicTime next_answer_at{MonotonicTime::min()};
  MonotonicTime closes_at;
  bool is_closed = false;
  std::optional<Blame> reported;
};

// The forks that a node knows of, and when it asks and answers about each. Not a machine: the node
// sends. Bounded by kForksMax forks of at most one answer a validator; a closed one is kept, so
// that it is not opened again.
class Inquests {
 public:
  Inquests(std::size_t members, InquestLimits limits) : members_{members}, limits_{limits} {}

  // Null: not known.
  OpenInquest* find(const ForkKey& key);
  // The one that this is an answer to.
  OpenInquest* find(const JustificationAnswer& answer);
  bool has_room() const;

  // Requires has_room. `asks_at`: when the validators are asked first.
  OpenInquest& open(MonotonicTime now, MonotonicTime asks_at, Fork fork, ValidatorSet validators);

  // True when the validators are to be asked now; the next time is set.
  bool is_question_due(MonotonicTime now, OpenInquest& open) const;
  // True when this question was not answered a moment ago.
  bool may_answer(MonotonicTime now, OpenInquest& open) const;
  bool is_over(MonotonicTime now, const OpenInquest& open) const;

  // When something is due even if nothing comes.
  std::optional<MonotonicTime> deadline() const;

  MonotonicTime first_repetition(MonotonicTime now) const { return now + limits_.ask_interval_min; }

  template <typename Visit>
  void for_each_open(Visit visit) {
    for (auto& [key, open] : inquests_) {
      if (!open.is_closed) {
        visit(open);
      }
    }
  }

  // For those who watch bounds.
  std::size_t size() const { return inquests_.size(); }

  std::size_t answers_of_one_max() const;

 private:
  std::size_t members_;
  InquestLimits limits_;
  std::map<ForkKey, OpenInquest> inquests_;
};

}  // namespace callo
