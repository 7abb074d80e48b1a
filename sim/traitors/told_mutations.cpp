#include "sim/traitors/told_mutations.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "protocol/crypto/sha256.hpp"
#include "sim/traitors/bundled_votes.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kNamedBlocksMax = 16;

// Within what the wire can carry.
Round moved(Round round, std::int64_t by, Round least) {
  return static_cast<Round>(
      std::clamp<std::int64_t>(std::int64_t{round} + by, least, std::int64_t{INT32_MAX}));
}

Height moved(Height height, std::int64_t by) {
  const bool is_below_one = by < 0 && height <= static_cast<Height>(-by);
  return is_below_one ? 1 : height + static_cast<Height>(by);
}

bool is_told(const Mutation& mutation, EndpointId endpoint) {
  return mutation.receivers.empty() ||
         std::find(mutation.receivers.begin(), mutation.receivers.end(), endpoint) !=
             mutation.receivers.end();
}

}  // namespace

ToldMutations::ToldMutations(const TraitorContext& context) : Behaviour{context} {}

void ToldMutations::rewrite(const Turn& turn, Effects& out) {
  for_each_heard(turn.input, [this](const Frame& frame) { look(frame); });
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    look(send.frame);
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    if (envelope && is_own(*envelope)) {
      rewrite_one(*envelope, send, targets, out);
    } else {
      out.send(targets, send.frame, send.message_class);
    }
  });
}

// The first mutation that concerns a receiver is what it hears.
void ToldMutations::rewrite_one(const Envelope& envelope, const Send& send,
                                std::span<const EndpointId> targets, Effects& out) {
  others_.assign(targets.begin(), targets.end());
  for (std::size_t i = 0; i < context().mutations.size() && !others_.empty(); ++i) {
    const Mutation& mutation = context().mutations[i];
    if (!applies(mutation, envelope)) {
      continue;
    }
    const auto told =
        std::stable_partition(others_.begin(), others_.end(),
                              [&](EndpointId endpoint) { return !is_told(mutation, endpoint); });
    if (told == others_.end()) {
      continue;
    }
    told_.assign(told, others_.end());
    others_.erase(told, others_.end());
    const Frame& words = mutated(i, envelope, send.frame, out);
    if (words) {
      out.send(told_, words, send.message_class);
    }
    if (!words || words.id() != send.frame.id()) {
      count_fired();
    }
  }
  if (!others_.empty()) {
    out.send(others_, send.frame, send.message_class);
  }
}

bool ToldMutations::applies(const Mutation& mutation, const Envelope& envelope) const {
  Height height = 0;
  Round round = 0;
  return envelope.header.kind == mutation.message && read_place(envelope, height, round) &&
         height == mutation.height && round == mutation.round;
}

const Frame& ToldMutations::mutated(std::size_t mutation, const Envelope& envelope,
                                    const Frame& frame, Effects& out) {
  const auto [found, is_new] = mutated_.try_emplace({mutation, frame.id()});
  if (is_new) {
    found->second = mutate(context().mutations[mutation], envelope, frame, out);
  }
  return found->second;
}

Frame ToldMutations::mutate(const Mutation& mutation, const Envelope& envelope, const Frame& frame,
                            Effects& out) {
  if (mutation.change == Change::silence) {
    return {};
  }
  const auto change = [&](auto& message) {
    switch (mutation.change) {
      case Change::round:
        message.round = moved(message.round, mutation.by, 0);
        break;
      case Change::height:
        message.height = moved(message.height, mutation.by);
        break;
      case Change::nil:
      case Change::older:
      case Change::made_up:
        message.block_id = other_block(mutation.change, message.block_id);
        break;
      case Change::valid_round:
      case Change::silence:
        break;
    }
  };
  if (std::optional<Vote> vote = decode_vote(envelope)) {
    change(*vote);
    return sealed(*vote, out);
  }
  std::optional<Proposal> proposal = decode_proposal(envelope);
  if (!proposal) {
    return frame;
  }
  const BlockId block = proposal->block_id;
  change(*proposal);
  if (mutation.change == Change::valid_round) {
    proposal->valid_round = moved(proposal->valid_round, mutation.by, kNoRound);
  }
  if (proposal->block_id.is_nil()) {  // nobody can propose no block
    proposal->block_id = block;
  }
  return sealed(*proposal, out);
}

BlockId ToldMutations::other_block(Change change, const BlockId& block) const {
  if (change == Change::made_up) {
    BlockId made_up = block.is_nil() && !named_.empty() ? named_.back() : block;
    made_up.hash = sha256(made_up.hash.bytes);
    made_up.parts.root = sha256(made_up.parts.root.bytes);
    made_up.parts.total = std::max(made_up.parts.total, 1u);
    return made_up;
  }
  if (change == Change::older) {
    const auto other = std::find_if(named_.rbegin(), named_.rend(),
                                    [&](const BlockId& named) { return named != block; });
    return other == named_.rend() ? BlockId{} : *other;
  }
  return {};
}

void ToldMutations::look(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  const std::optional<Proposal> proposal = envelope ? decode_proposal(*envelope) : std::nullopt;
  if (!proposal || std::find(named_.begin(), named_.end(), proposal->block_id) != named_.end()) {
    return;
  }
  named_.push_back(proposal->block_id);
  if (named_.size() > kNamedBlocksMax) {
    named_.pop_front();
  }
}

}  // namespace callo::sim
