#include "sim/traitors/bundled_votes.hpp"

#include <algorithm>
#include <optional>

#include "protocol/wire/limits.hpp"

namespace callo::sim {

namespace {

// Whether the frame keeps its decoded form, as all frames of a run do or none.
bool remembers(const Frame& frame) {
  return frame.remembered() != nullptr;
}

// A bundle carries no envelopes: only a vote whose envelope the receiver rebuilds byte for byte can
// stand in it.
bool is_rebuilt_equal(const Frame& frame, const Vote& vote, const Envelope& bundle) {
  const Envelope envelope = *open_envelope(frame.bytes());
  const Header header = vote_header(bundle.header.chain_id, vote.type, vote.validator);
  return wrap(header, encode_data(vote), envelope.signature).id() == frame.id();
}

std::optional<Vote> vote_in(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  return envelope.has_value() ? decode_vote(*envelope) : std::nullopt;
}

bool is_same(const std::vector<Frame>& one, const std::vector<Frame>& other) {
  return std::equal(one.begin(), one.end(), other.begin(), other.end(),
                    [](const Frame& a, const Frame& b) { return a.id() == b.id(); });
}

}  // namespace

VoteBundlePointer bundle_in(const Frame& frame) {
  if (claimed_kind(frame.bytes()) != MessageKind::vote_bundle) {
    return nullptr;
  }
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  return envelope.has_value() ? open_vote_bundle(frame, *envelope, remembers(frame)) : nullptr;
}

void BundledVotes::open(Effects& out) {
  opened_.clear();
  const bool has_bundles = std::any_of(out.sends.begin(), out.sends.end(), [](const Send& send) {
    return claimed_kind(send.frame.bytes()) == MessageKind::vote_bundle;
  });
  if (has_bundles) {
    rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
      open_one(send, targets, out);
    });
  }
}

void BundledVotes::open_one(const Send& send, std::span<const EndpointId> targets, Effects& out) {
  const VoteBundlePointer content = bundle_in(send.frame);
  if (content == nullptr || content->votes.empty()) {
    out.send(targets, send.frame, send.message_class);
    return;
  }
  const Header header = open_envelope(send.frame.bytes())->header;
  const Frame emptied = make_vote_bundle(header.chain_id, header.sender, content->phase,
                                         content->step, {}, remembers(send.frame));
  for (const EndpointId target : targets) {
    opened_.push_back({target, emptied.id(), send.frame, content, false, {}, {}});
  }
  out.send(targets, emptied, send.message_class);
  for (const Frame& vote : content->votes) {
    out.send(targets, vote, send.message_class);
  }
}

void BundledVotes::close(Effects& out) {
  if (opened_.empty()) {
    return;
  }
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    close_one(send, targets, out);
  });
  for (const Opened& bundle : opened_) {
    if (bundle.is_sent) {
      const Frame frame = closed(bundle);
      out.work.hashed_bytes += frame.id() == bundle.honest.id() ? 0 : frame.size();
      out.send(bundle.target, frame, MessageClass::vote);
    }
  }
}

// The targets that it reaches in no bundle are sent it alone.
void BundledVotes::close_one(const Send& send, std::span<const EndpointId> targets, Effects& out) {
  const std::optional<Vote> vote = vote_in(send.frame);
  alone_.clear();
  for (const EndpointId target : targets) {
    if (Opened* const emptied = find_emptied(target, send.frame.id())) {
      emptied->is_sent = true;
      continue;
    }
    Opened* const bundle =
        vote.has_value() ? find_sent(target, {vote->height, vote->round, vote->type}) : nullptr;
    if (bundle != nullptr && bundle->votes.size() < kValidatorsMax &&
        is_rebuilt_equal(send.frame, *vote, *open_envelope(bundle->honest.bytes())) &&
        bundle->places.insert({vote->block_id, vote->validator}).second) {
      bundle->votes.push_back(send.frame);
    } else {
      alone_.push_back(target);
    }
  }
  if (!alone_.empty()) {
    out.send(alone_, send.frame, send.message_class);
  }
}

BundledVotes::Opened* BundledVotes::find_emptied(EndpointId target, const ContentId& id) {
  const auto found = std::find_if(opened_.begin(), opened_.end(), [&](const Opened& bundle) {
    return bundle.target == target && bundle.emptied == id;
  });
  return found == opened_.end() ? nullptr : &*found;
}

BundledVotes::Opened* BundledVotes::find_sent(EndpointId target, const VotePhase& phase) {
  const auto found = std::find_if(opened_.begin(), opened_.end(), [&](const Opened& bundle) {
    return bundle.is_sent && bundle.target == target && bundle.content->phase == phase;
  });
  return found == opened_.end() ? nullptr : &*found;
}

Frame BundledVotes::closed(const Opened& bundle) {
  if (is_same(bundle.votes, bundle.content->votes)) {
    return bundle.honest;
  }
  const Header header = open_envelope(bundle.honest.bytes())->header;
  return make_vote_bundle(header.chain_id, header.sender, bundle.content->phase,
                          bundle.content->step, bundle.votes, remembers(bundle.honest));
}

}  // namespace callo::sim
