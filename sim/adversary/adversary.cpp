#include "sim/adversary/adversary.hpp"

#include <optional>
#include <utility>

#include "protocol/base/check.hpp"
#include "sim/adversary/registry.hpp"
#include "sim/traitors/behaviour.hpp"
#include "sim/traitors/bundled_votes.hpp"

namespace callo::sim {

Adversary::Adversary(AdversarySettings settings, AdversaryPorts ports)
    : settings_{std::move(settings)},
      ports_{std::move(ports)},
      random_{settings_.seed, Purpose::of("adversary")},
      is_chosen_(settings_.powers.size()) {
  const StrategyKind* const kind = find_strategy(settings_.strategy);
  CALLO_CHECK(kind != nullptr);
  CALLO_CHECK(settings_.corrupted.size() == settings_.powers.size());
  strategy_ = kind->make(*this);
}

Fate Adversary::on_packet(const Packet& packet) {
  const std::size_t endpoints = settings_.endpoint_nodes.size();
  if (packet.from.value >= endpoints || packet.to.value >= endpoints) {
    return Fate::pass();  // of a light client
  }
  const NodeId from{settings_.endpoint_nodes[packet.from.value]};
  const NodeId to{settings_.endpoint_nodes[packet.to.value]};
  if (!settings_.sees_all && !is_corrupted(from) && !is_corrupted(to)) {
    return Fate::pass();
  }
  read(packet.frame);
  const Wish wish = strategy_->on_packet({from, to, packet.sent_at, said_});
  if (wish == Wish::pass) {
    return Fate::pass();
  }
  const bool is_own = is_corrupted(from) || is_corrupted(to);
  if (wish == Wish::lost && (is_own || settings_.synchrony.may_lose(packet))) {
    ++meddled_;
    return Fate::lost();
  }
  const Duration delay = settings_.synchrony.most_delay(packet);
  meddled_ += delay > Duration{} ? 1u : 0u;
  return Fate::late(delay);
}

bool Adversary::corrupt(NodeId node) {
  const std::int64_t power = settings_.powers[node.value];
  if (is_chosen_[node.value] || is_corrupted(node) || power > settings_.corruptible_power) {
    return false;
  }
  settings_.corruptible_power -= power;
  is_chosen_[node.value] = true;
  if (settings_.corruption_delay == Duration{}) {
    take_over(node);
  } else {
    ports_.at(ports_.now() + settings_.corruption_delay, [this, node] { take_over(node); });
  }
  return true;
}

void Adversary::take_over(NodeId node) {
  settings_.corrupted[node.value] = true;
  corruptions_.emplace(node, ports_.now());
  ports_.corrupt(node);
}

void Adversary::read(const Frame& frame) {
  said_.clear();
  if (const VoteBundlePointer bundle = bundle_in(frame)) {
    for (const Frame& vote : bundle->votes) {
      read_one(vote);
    }
  } else {
    read_one(frame);
  }
}

void Adversary::read_one(const Frame& frame) {
  const std::optional<Envelope> envelope = open_envelope(frame.bytes());
  Said said;
  if (envelope.has_value() && read_place(*envelope, said.height, said.round)) {
    said.kind = envelope->header.kind;
    said.author = envelope->header.sender;
    said_.push_back(said);
  }
}

}  // namespace callo::sim
