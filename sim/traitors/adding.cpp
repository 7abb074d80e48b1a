#include "sim/traitors/adding.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace callo::sim {

namespace {

constexpr std::size_t kFollowedMax = 256;

}  // namespace

Adding::Adding(const TraitorContext& context) : Behaviour{context}, followed_{kFollowedMax} {}

void Adding::look_at(const Turn& turn, const Effects& out) {
  for_each_heard(turn.input, [this](const Frame& frame) { look(frame); });
  for (const Send& send : out.sends) {
    look(send.frame);
  }
}

void Adding::rewrite(const Turn& turn, Effects& out) {
  look_at(turn, out);
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    out.send(targets, send.frame, send.message_class);
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    const std::optional<Vote> vote =
        envelope.has_value() && is_own(*envelope) ? decode_vote(*envelope) : std::nullopt;
    if (!vote.has_value() || !has_news_for(targets, send.frame)) {
      return;
    }
    if (is_triggered(turn.now, *envelope)) {
      follow(turn, *vote, out);
    }
  });
}

bool Adding::has_news_for(std::span<const EndpointId> targets, const Frame& vote) {
  std::set<EndpointId>& told = followed_.at(vote.id());
  targets_.clear();
  std::copy_if(targets.begin(), targets.end(), std::back_inserter(targets_),
               [&](EndpointId target) { return told.insert(target).second; });
  return !targets_.empty();
}

void Adding::add(const Frame& frame, MessageClass message_class, Effects& out) {
  out.send(targets_, frame, message_class);
  count_fired();
}

}  // namespace callo::sim
