#include "sim/traitors/rushing.hpp"

#include <optional>
#include <variant>

#include "sim/traitors/bundled_votes.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kBallotsMax = 256;
constexpr std::size_t kKeptMax = 64;

}  // namespace

Rushing::Rushing(const TraitorContext& context) : Behaviour{context}, heard_{kBallotsMax} {}

void Rushing::rewrite(const Turn& turn, Effects& out) {
  held_.begin(turn);
  if (std::holds_alternative<Started>(turn.input)) {
    kept_.clear();
  }
  for_each_heard(turn.input, [this](const Frame& frame) { hear(frame); });
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    const std::optional<Vote> vote =
        envelope.has_value() && is_own(*envelope) ? decode_vote(*envelope) : std::nullopt;
    if (!vote.has_value() || !is_triggered(turn.now, *envelope)) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    if (kept_.size() == kKeptMax) {
      kept_.erase(kept_.begin());
    }
    kept_.push_back(
        {{vote->height, vote->round, vote->type}, send, {targets.begin(), targets.end()}});
    count_fired();
  });
  for (const Kept& kept : kept_) {
    if (is_decisive(kept.ballot)) {
      split(turn, kept, out);
    }
  }
  std::erase_if(kept_, [this](const Kept& kept) { return is_decisive(kept.ballot); });
  held_.release(turn, out);
}

void Rushing::hear(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  const std::optional<Vote> vote = envelope.has_value() ? decode_vote(*envelope) : std::nullopt;
  if (vote.has_value() && vote->validator != context().self) {
    heard_.at({vote->height, vote->round, vote->type}).insert(vote->validator);
  }
}

// With its own vote that many are more than two thirds.
bool Rushing::is_decisive(const Ballot& ballot) const {
  const std::set<NodeId>* const heard = heard_.find(ballot);
  return heard != nullptr && 3 * (heard->size() + 1) > 2 * std::size_t{context().validators};
}

void Rushing::split(const Turn& turn, const Kept& kept, Effects& out) {
  std::vector<EndpointId> early;
  std::vector<EndpointId> late;
  for (const EndpointId target : kept.targets) {
    (context().coalition.side_of(target) == Side::a ? early : late).push_back(target);
  }
  out.send(early, kept.send.frame, kept.send.message_class);
  held_.hold(turn.now.monotonic + context().delay, late, kept.send);
}

}  // namespace callo::sim
