#include "protocol/node/light_node.hpp"

#include <algorithm>
#include <variant>

#include "protocol/base/check.hpp"
#include "protocol/chain/light_codec.hpp"
#include "protocol/wire/envelope.hpp"
#include "protocol/wire/limits.hpp"

namespace callo {

namespace {

// A chain that goes on decides a block within this time.
constexpr Duration kBlockLagMax = std::chrono::seconds{5};

}  // namespace

LightNode::LightNode(LightNodeConfig config, Signer& signer, Verifier& verifier)
    : config_{std::move(config)}, signer_{signer}, verifier_{verifier} {
  CALLO_CHECK(config_.peers.size() >= 2);
  config_.light.chain_id = config_.chain_id;
}

void LightNode::step(Now now, const Input& input, Effects& out) noexcept {
  if (stage_ == Stage::halted) {
    return;
  }
  if (std::holds_alternative<Started>(input)) {
    look_again(now, out);
  } else if (const auto* fired = std::get_if<TimerFired>(&input)) {
    if (fired->timer == kLightTimer && stage_ == Stage::waiting) {
      look_again(now, out);
    } else if (fired->timer == kLightTimer) {
      on_timeout(now, out);
    }
  } else if (const auto* received = std::get_if<Received>(&input)) {
    if (received->from == asked_ && stage_ != Stage::waiting) {
      on_block(now, received->frame, out);
    }
  }
}

// The calendar makes sequences grow across restarts without a record of their own.
void LightNode::ask(Now now, EndpointId peer, Height height, Effects& out) {
  const auto calendar = static_cast<std::uint64_t>(now.calendar.time_since_epoch().count());
  last_sequence_ = std::max(last_sequence_ + 1, calendar);
  ++out.work.signatures;
  asked_ = peer;
  asked_height_ = height;
  is_repeated_ = false;
  const Header header{config_.chain_id, MessageKind::light_request, config_.self, last_sequence_};
  out.send(peer, seal(header, encode_data(LightRequest{height}), signer_), MessageClass::control);
  out.arm(kLightTimer, now.monotonic + config_.answer_timeout);
}

// A light block proves itself: the envelope's signature is not needed.
void LightNode::on_block(Now now, const Frame& frame, Effects& out) {
  const std::optional<Envelope> envelope =
      frame.size() <= kFrameBytesMax ? open_envelope(frame.bytes()) : std::nullopt;
  if (!envelope || envelope->header.kind != MessageKind::light_block) {
    return;
  }
  std::optional<LightBlock> block = decode_light_block(envelope->data);
  if (!block || !is_consistent(*block, config_.chain_id)) {
    on_silence(now, out);
    return;
  }
  out.work.hashed_bytes += frame.size();
  switch (stage_) {
    case Stage::root:
      return on_root(now, std::move(*block), out);
    case Stage::head:
      return on_head(now, std::move(*block), out);
    case Stage::bisecting:
      return on_bisected(now, std::move(*block), out);
    case Stage::witnessing:
      return on_witness(now, std::move(*block), out);
    case Stage::waiting:
    case Stage::halted:
      return;
  }
}

void LightNode::on_root(Now now, LightBlock block, Effects& out) {
  if (block.height() != config_.trusted.height || block.hash() != config_.trusted.hash) {
    demote_primary(now, out);
    return;
  }
  trusted_ = std::move(block);
  look_again(now, out);
}

void LightNode::on_head(Now now, LightBlock block, Effects& out) {
  if (block.height() <= trusted_->height()) {
    stage_ = Stage::waiting;
    out.arm(kLightTimer, now.monotonic + config_.interval);
    return;
  }
  proof_.emplace(*trusted_, block.height());
  on_bisected(now, std::move(block), out);
}

void LightNode::on_bisected(Now now, LightBlock block, Effects& out) {
  switch (proof_->on_block(std::move(block), config_.light, now.calendar, verifier_, out.work)) {
    case Bisection::State::needs_block:
      stage_ = Stage::bisecting;
      return ask(now, config_.peers.front(), proof_->needed(), out);
    case Bisection::State::failed:
      return demote_primary(now, out);
    case Bisection::State::done:
      witness_ = 0;
      agreeing_ = 0;
      return next_witness(now, out);
  }
}

void LightNode::next_witness(Now now, Effects& out) {
  if (++witness_ < config_.peers.size()) {
    stage_ = Stage::witnessing;
    check_.emplace(proof_->verified());
    ask(now, config_.peers[witness_], check_->needed(), out);
    return;
  }
  // Without a second opinion a primary could invent a chain of its own.
  if (agreeing_ > 0) {
    trusted_ = proof_->verified().back();
  }
  stage_ = Stage::waiting;
  out.arm(kLightTimer, now.monotonic + config_.interval);
}

// A witness whose head is lower and older cannot say yet. It is asked again, until a chain that
// goes on has passed the time of the primary's header: then it either has that height, or shows
// that the primary's lies beyond the head.
void LightNode::on_witness(Now now, LightBlock block, Effects& out) {
  const BlockHeader& newest = proof_->verified().back().header;
  const bool is_behind = check_->needed() == newest.height && block.height() < newest.height &&
                         block.header.time < newest.time;
  if (is_behind && now.calendar < newest.time + kBlockLagMax) {
    is_repeated_ = false;  // when the timer fires
    return;
  }
  switch (check_->on_block(std::move(block), config_.light, now.calendar, verifier_, out.work)) {
    case WitnessCheck::State::needs_block:
      return ask(now, config_.peers[witness_], check_->needed(), out);
    case WitnessCheck::State::agrees:
      ++agreeing_;
      return next_witness(now, out);
    case WitnessCheck::State::witness_failed:
      return next_witness(now, out);
    case WitnessCheck::State::attack:
      return halt(*check_, out);
  }
}

void LightNode::halt(const WitnessCheck& check, Effects& out) {
  attacks_.push_back({check.attack_by_primary(), check.against_primary()});
  if (check.attack_by_witness().has_value()) {
    attacks_.push_back({*check.attack_by_witness(), *check.against_witness()});
  }
  stage_ = Stage::halted;
  out.disarm(kLightTimer);
}

// The question or its answer may be lost.
void LightNode::on_timeout(Now now, Effects& out) {
  if (is_repeated_) {
    on_silence(now, out);
  } else {
    ask(now, asked_, asked_height_, out);
    is_repeated_ = true;
  }
}

// Nothing came in time, or nothing that can be used.
void LightNode::on_silence(Now now, Effects& out) {
  if (stage_ == Stage::witnessing) {
    next_witness(now, out);
  } else {
    demote_primary(now, out);
  }
}

void LightNode::demote_primary(Now now, Effects& out) {
  std::rotate(config_.peers.begin(), config_.peers.begin() + 1, config_.peers.end());
  stage_ = Stage::waiting;
  out.arm(kLightTimer, now.monotonic + config_.interval);
}

void LightNode::look_again(Now now, Effects& out) {
  stage_ = trusted_ ? Stage::head : Stage::root;
  ask(now, config_.peers.front(), trusted_ ? 0 : config_.trusted.height, out);
}

}  // namespace callo
