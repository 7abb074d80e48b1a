#include "sim/checkers/timeouts_kept.hpp"

#include <algorithm>
#include <limits>

#include "protocol/chain/block.hpp"
#include "protocol/wire/codec.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kBlockTimesKept = 8;
constexpr std::size_t kProposalsKept = 64;

std::string in_milliseconds(Duration duration) {
  return std::to_string(duration / std::chrono::milliseconds{1}) + " ms";
}

std::string place(const HonestMessage& said) {
  return "height " + std::to_string(said.height) + ", round " + std::to_string(said.round) + ": ";
}

Duration after(Duration start, Duration timeout) {
  return start == Duration::max() ? start : start + timeout;
}

RoundBook::Wanted any_of(MessageKind kind) {
  return [kind](const HonestMessage& said) { return said.kind == kind; };
}

}  // namespace

TimeoutsKept::TimeoutsKept(const CheckContext& context)
    : Checker{kClaim, kRecords | kBlocks | kCommits, context},
      book_{context},
      own_(context.endpoints.size()) {}

std::string TimeoutsKept::abstention() const {
  return context().timeouts.has_value() ? "" : "nobody said what the timeouts are";
}

// Other clocks run timers by a time of their own, and whose disk forgets hears of its own later
// votes from others.
bool TimeoutsKept::is_judged(const Moment& moment) const {
  const auto among = [&](const std::vector<EndpointId>& endpoints) {
    return std::find(endpoints.begin(), endpoints.end(), moment.endpoint) != endpoints.end();
  };
  return !among(context().untrue_clocks) && !among(context().lose_disks);
}

void TimeoutsKept::on_commit(const Moment&, const CommitEffect& commit) {
  if (block_times_.contains(commit.height)) {
    return;
  }
  if (const std::optional<Block>& block = context().blocks->decoded(commit.block)) {
    block_times_.emplace(commit.height, block->header.time);
  }
  while (block_times_.size() > kBlockTimesKept) {
    block_times_.erase(block_times_.begin());
  }
}

void TimeoutsKept::on_record(const Moment& moment, const Record& record) {
  if (!context().timeouts.has_value()) {
    return;
  }
  Own& own = own_[moment.endpoint.value];
  if (record.kind == RecordKind::snapshot) {
    began_behind_snapshot_.insert(moment.endpoint);
    return;
  }
  if (record.kind == RecordKind::decision) {
    own = Own{};
    own.height = Reader{record.payload.bytes()}.u64() + 1;
    own.decided = moment.time;
    return;
  }
  if (record.kind != RecordKind::signed_message) {
    return;
  }
  const std::optional<HonestMessage> said = honest_message(context(), moment, record.payload);
  if (!said.has_value()) {
    return;
  }
  if (own.height != said->height) {
    // Who comes back to a height has a lock from before.
    const bool returns = said->height < own.height;
    own = Own{};
    own.height = said->height;
    own.locked_round = returns ? std::numeric_limits<Round>::max() : kNoRound;
  }
  if (is_judged(moment) && book_.knows(said->height)) {
    check(moment, *said, own);
  }
  own.round = std::max(own.round, said->round);
  if (said->kind == MessageKind::precommit && !said->block.is_nil()) {
    own.locked_round = said->round;
    own.locked = said->block;
  }
  if (said->kind == MessageKind::proposal && context().honest_clocks) {
    latest_clocks_.insert_or_assign({said->height, said->round}, context().honest_clocks().latest);
    if (latest_clocks_.size() > kProposalsKept) {
      latest_clocks_.erase(latest_clocks_.begin());
    }
  }
  book_.add(*said);
}

void TimeoutsKept::check(const Moment& moment, const HonestMessage& said, const Own& own) {
  if (said.round > std::max(own.round, 0)) {
    check_round(moment, said);
  }
  if (said.kind == MessageKind::precommit && said.block.is_nil()) {
    check_nil_precommit(moment, said);
  }
  if (said.kind == MessageKind::prevote && said.block.is_nil()) {
    check_refusal(moment, said, own);
  }
}

void TimeoutsKept::check_round(const Moment& moment, const HonestMessage& said) {
  if (book_.third_ahead_since(said.height, said.round, said.node) <= said.time) {
    return;
  }
  const Duration since =
      book_.quorum_since(said.height, said.round - 1, said.node, any_of(MessageKind::precommit));
  const Duration timeout = context().timeouts->precommit.of(said.round - 1);
  if (said.time < after(since, timeout)) {
    const bool is_never = since == Duration::max();
    violated(moment, place(said) + "entered with no third of the power there, " +
                         (is_never ? "without +2/3 precommits of the round before"
                                   : in_milliseconds(said.time - since) +
                                         " after +2/3 precommits; timeoutPrecommit is " +
                                         in_milliseconds(timeout)));
  }
}

void TimeoutsKept::check_nil_precommit(const Moment& moment, const HonestMessage& said) {
  const auto is_nil = [](const HonestMessage& other) {
    return other.kind == MessageKind::prevote && other.block.is_nil();
  };
  if (book_.quorum_since(said.height, said.round, said.node, is_nil) <= said.time) {
    return;
  }
  Duration since =
      book_.quorum_since(said.height, said.round, said.node, any_of(MessageKind::prevote));
  const HonestMessage* const own =
      book_.find(said.height, said.round, [&](const HonestMessage& other) {
        return other.kind == MessageKind::prevote && other.node == said.node;
      });
  since = std::max(since, own == nullptr ? Duration::zero() : own->time);
  const Duration timeout = context().timeouts->prevote.of(said.round);
  if (said.time < after(since, timeout)) {
    const bool is_never = since == Duration::max();
    violated(moment, place(said) + "precommits nil " +
                         (is_never ? "without +2/3 prevotes"
                                   : in_milliseconds(said.time - since) +
                                         " after +2/3 prevotes of all kinds; timeoutPrevote is " +
                                         in_milliseconds(timeout)));
  }
}

void TimeoutsKept::check_refusal(const Moment& moment, const HonestMessage& said, const Own& own) {
  const HonestMessage* const proposal =
      book_.find(said.height, said.round, any_of(MessageKind::proposal));
  if (proposal == nullptr || proposal->node == said.node ||
      began_behind_snapshot_.contains(moment.endpoint)) {
    return;
  }
  const bool is_locked_out = own.locked_round > proposal->valid_round &&
                             own.locked_round != kNoRound && own.locked != proposal->block;
  const Duration entered = entered_since(said, own);
  const Duration timeout = context().timeouts->propose.of(said.round);
  if (!is_locked_out && said.time < after(entered, timeout) && have_clocks_agreed(*proposal)) {
    violated(moment, place(said) + "refuses the proposal of honest node " +
                         std::to_string(proposal->node.value) + " at most " +
                         in_milliseconds(said.time - entered) +
                         " after it entered; timeoutPropose is " + in_milliseconds(timeout));
  }
}

// Who decided the height before somewhere else than here is not judged.
Duration TimeoutsKept::entered_since(const HonestMessage& said, const Own& own) const {
  if (said.round == 0) {
    return own.decided.value_or(Duration::min() / 2);
  }
  const Duration after_quorum = after(
      book_.quorum_since(said.height, said.round - 1, said.node, any_of(MessageKind::precommit)),
      context().timeouts->precommit.of(said.round - 1));
  return std::min(after_quorum, book_.third_ahead_since(said.height, said.round, said.node));
}

// A new block's time is its proposer's, or just behind its parent's; that of an older one is no
// later than what a voter's clock allowed when it was new.
bool TimeoutsKept::have_clocks_agreed(const HonestMessage& proposal) const {
  if (context().has_median_times) {
    return true;
  }
  const auto parent = block_times_.find(proposal.height - 1);
  const auto latest = latest_clocks_.find({proposal.height, proposal.round});
  if (!context().honest_clocks || parent == block_times_.end() || latest == latest_clocks_.end()) {
    return false;
  }
  const CalendarTime earliest_now = context().honest_clocks().earliest;
  if (proposal.valid_round != kNoRound) {
    return latest->second <= earliest_now;
  }
  return std::max(latest->second, parent->second + std::chrono::milliseconds{1}) <=
         earliest_now + context().clock_drift_max;
}

}  // namespace callo::sim
