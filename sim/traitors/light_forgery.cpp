#include "sim/traitors/light_forgery.hpp"

#include <algorithm>
#include <variant>

#include "protocol/base/check.hpp"
#include "protocol/chain/light_codec.hpp"

namespace callo::sim {

namespace {

constexpr Height kHeightsAhead = 20;
constexpr Height kAhead = 0;  // the coalition's place for the header beyond the head

// Names that no node has; the key is that of the member at the same place.
constexpr std::uint32_t kFirstPhantom = 1U << 30;

// Zero: whatever is newest.
Height height_asked(const Input& input) {
  const auto* const received = std::get_if<Received>(&input);
  const auto envelope = received == nullptr ? std::nullopt : open_envelope(received->frame.bytes());
  const auto request = envelope && envelope->header.kind == MessageKind::light_request
                           ? decode_light_request(envelope->data)
                           : std::nullopt;
  return request ? request->height : 0;
}

}  // namespace

void LightForgery::rewrite(const Turn& turn, Effects& out) {
  rewriter_.rewrite(out, [&](const Send& send, std::span<const EndpointId> targets) {
    const std::optional<Envelope> envelope = open_envelope(send.frame.bytes());
    if (!envelope.has_value() || envelope->header.kind != MessageKind::light_block) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    const std::optional<LightBlock> real = decode_light_block(envelope->data);
    CALLO_CHECK(real.has_value());
    if (!first_validators_) {
      first_validators_ = real->validators;
    }
    const TriggerPoint point{turn.now.monotonic, real->height(), real->commit.round};
    const bool lies = context().trigger.fires(point, context().random);
    const LightBlock* const shown =
        lies ? lie_about(*real, height_asked(turn.input), out) : nullptr;
    if (shown == nullptr) {
      out.send(targets, send.frame, send.message_class);
      return;
    }
    count_fired();
    out.send(targets, sealed(envelope->header, encode_data(*shown), out), send.message_class);
  });
}

const LightBlock* LightForgery::lie_about(const LightBlock& real, Height asked, Effects& out) {
  if (kind_ != LightForgeryKind::forward_lunatic) {
    std::optional<LightBlock>& forged = context().coalition.forged(real.height());
    if (!forged) {
      forged = forge(real, out);
    }
    return &*forged;
  }
  // The same one until the chain has come there: a second header beyond the head would be another
  // lie, and a client that looks again sees both.
  std::optional<LightBlock>& ahead = context().coalition.forged(kAhead);
  if (!ahead || ahead->height() <= real.height()) {
    ahead = forge_ahead(real, out);
  }
  return asked == 0 || asked == ahead->height() ? &*ahead : nullptr;
}

LightBlock LightForgery::forge(const LightBlock& real, Effects& out) const {
  LightBlock forged = real;
  switch (kind_) {
    case LightForgeryKind::amnesia:
      ++forged.commit.round;
      [[fallthrough]];
    case LightForgeryKind::equivocation:
      forged.header.transactions_root.bytes[0] ^= 1;
      break;
    case LightForgeryKind::phantoms:
      forged = with_validators(std::move(forged), with_phantoms(members_of(real.validators)));
      break;
    case LightForgeryKind::past:
      forged = with_validators(std::move(forged), members_of(*first_validators_));
      break;
    case LightForgeryKind::lunatic:
    case LightForgeryKind::forward_lunatic:
      forged = with_validators(std::move(forged), members_of(real.validators));
  }
  sign(forged, out);
  return forged;
}

LightBlock LightForgery::forge_ahead(const LightBlock& real, Effects& out) const {
  LightBlock forged = with_validators(real, members_of(real.validators));
  forged.header.height += kHeightsAhead;
  forged.header.time += std::chrono::milliseconds{1};
  forged.commit.height = forged.header.height;
  sign(forged, out);
  return forged;
}

std::vector<Validator> LightForgery::members_of(const ValidatorSet& validators) const {
  std::vector<Validator> members;
  for (const Validator& validator : validators.validators()) {
    if (context().coalition.is_member(validator.node)) {
      members.push_back(validator);
    }
  }
  // Who has left the validators has nobody to sign for but itself.
  if (members.empty()) {
    members.push_back({context().self, context().signer.public_key(), 1, 0});
  }
  return members;
}

std::vector<Validator> LightForgery::with_phantoms(std::vector<Validator> members) const {
  const std::size_t count = members.size();
  for (std::uint32_t index = 0; index < count; ++index) {
    Validator phantom = members[index];
    phantom.node = NodeId{kFirstPhantom + index};
    members.push_back(phantom);
  }
  return members;
}

LightBlock LightForgery::with_validators(LightBlock block,
                                         std::vector<Validator> validators) const {
  block.validators = ValidatorSet{std::move(validators)};
  block.header.validators_hash = block.validators.hash();
  block.header.next_validators_hash = block.validators.hash();
  block.header.state_hash.bytes[0] ^= 1;
  return block;
}

void LightForgery::sign(LightBlock& block, Effects& out) const {
  Commit& commit = block.commit;
  commit.block_id.hash = block_hash(block.header);
  commit.signatures.assign(block.validators.size(), {});
  const std::vector<Validator> members = members_of(block.validators);
  for (std::size_t index = 0; index < block.validators.size(); ++index) {
    const Validator& validator = block.validators.at(index);
    const NodeId author = validator.node.value >= kFirstPhantom
                              ? members[validator.node.value - kFirstPhantom].node
                              : validator.node;
    Signer* const signer = context().coalition.signer_of(author);
    if (signer == nullptr) {
      continue;
    }
    const Vote vote{VoteType::precommit, commit.height,     commit.round,
                    commit.block_id,     block.header.time, validator.node};
    ++out.work.signatures;
    const Frame frame = seal(vote_header(context().chain_id, vote.type, vote.validator),
                             encode_data(vote), *signer);
    commit.signatures[index] = {CommitFlag::for_block, vote.time,
                                open_envelope(frame.bytes())->signature};
  }
}

}  // namespace callo::sim
