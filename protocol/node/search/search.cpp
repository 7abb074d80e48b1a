#include "protocol/node/search/search.hpp"

#include <algorithm>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/overlay/routing/message_codec.hpp"

namespace callo {

Search::Search(SearchConfig config, const OverlayMember& member, Verifier& verifier)
    : config_{std::move(config)},
      member_{member},
      verifier_{verifier},
      lookups_{config_.lookups},
      held_{member.self().id, config_.held_bytes_max} {
  CALLO_CHECK(config_.replicas >= 1 && config_.replicas <= kNearestPerReplyMax);
  CALLO_CHECK(config_.paths >= 1 && config_.paths <= Lookup::kPathsMax);
  if (config_.root != nullptr) {
    headers_.emplace(config_.root, config_.light);
  }
}

Neighbour Search::self() const {
  return {member_.self().id, member_.self().endpoint, is_in_system()};
}

bool Search::hears(MessageKind kind) const {
  return kind == MessageKind::search;
}

bool Search::receive(Now now, const Neighbour& from, MessageKind, BytesView body, Out& out) {
  const bool is_routing = !body.empty() && body[0] < kItemMessageFirst;
  const bool is_taken =
      is_routing ? on_routing(now, from, body, out) : on_item(now, from, body, out);
  go_on(now, out);
  return is_taken;
}

bool Search::on_routing(Now now, const Neighbour& from, BytesView body, Out& out) {
  const std::optional<RoutingMessage> message = decode_routing_message(body);
  if (!message.has_value()) {
    return false;
  }
  if (const auto* reply = std::get_if<NearestReply>(&*message)) {
    return lookups_.receive(now.monotonic, from, *reply, routing_out_);
  }
  // One that is joining does not know enough yet; its asker goes on without it.
  if (!is_in_system()) {
    return false;
  }
  const auto& request = std::get<NearestRequest>(*message);
  out.posts.push_back({from, MessageKind::search,
                       encode_data(RoutingMessage{answer(member_.table(), from, request)})});
  return true;
}

bool Search::submitted(Now now, const Frame& frame, Out& out) {
  std::optional<SearchOrder> order = decode_order(frame.bytes());
  if (!order.has_value()) {
    return false;
  }
  Order& taken = orders_.emplace_back();
  taken.answer.number = order->number;
  taken.order = *std::move(order);
  taken.read = next_read_++;
  const auto* publishing = std::get_if<PublishItem>(&taken.order.what);
  const bool needs_chain = !std::holds_alternative<FindNode>(taken.order.what);
  if (orders_.size() > kOrdersMax || (needs_chain && !headers_.has_value()) ||
      (publishing != nullptr && !checked(now, publishing->key, publishing->proof, out.work))) {
    finish(taken, SearchOutcome::refused);
    drop_finished();
  } else {
    look_up(now, taken);
  }
  go_on(now, out);
  return true;
}

void Search::look_up(Now now, Order& order) {
  LookupSettings settings;
  settings.wanted = config_.replicas;
  settings.per_reply = static_cast<std::uint8_t>(config_.replicas);
  settings.paths = order.is_wide ? std::max(config_.paths, kWidePaths) : config_.paths;
  OverlayId place;
  if (const auto* find = std::get_if<FindNode>(&order.order.what)) {
    settings.is_for_node = true;
    place = find->id;
  } else if (const auto* read = std::get_if<ReadItem>(&order.order.what)) {
    place = place_of(read->key);
  } else {
    place = place_of(std::get<PublishItem>(order.order.what).key);
  }
  order.lookup =
      lookups_.begin(now.monotonic, place, settings, self(), member_.table(), routing_out_);
  if (!order.lookup.has_value()) {
    finish(order, SearchOutcome::refused);
  }
}

// After everything: lookups that are over lead to questions or answers, and these to new lookups.
void Search::go_on(Now now, Out& out) {
  while (lookups_.has_finished()) {
    for (const LookupToken token : lookups_.take_finished()) {
      on_lookup_over(now, token, out);
      lookups_.release(token);
    }
    drop_finished();
  }
  for (const Neighbour& silent : lookups_.take_silent()) {
    out.suspects.push_back(silent.id);
  }
  post(out);
}

void Search::post(Out& out) {
  for (const OutgoingRoutingMessage& message : routing_out_) {
    out.posts.push_back({message.to, MessageKind::search, encode_data(message.message)});
  }
  routing_out_.clear();
}

void Search::on_lookup_over(Now now, LookupToken token, Out& out) {
  const auto order = std::find_if(orders_.begin(), orders_.end(), [token](const Order& candidate) {
    return candidate.lookup == token;
  });
  CALLO_CHECK(order != orders_.end());
  order->lookup.reset();
  const Lookup& lookup = lookups_.at(token);
  order->answer.questions =
      static_cast<std::uint16_t>(order->answer.questions + lookup.questions());
  if (std::holds_alternative<FindNode>(order->order.what)) {
    on_node_looked_up(now, *order, lookup);
    return;
  }
  std::vector<Lookup::Candidate> nearest;
  lookup.append_nearest(nearest);
  order->holders.clear();
  for (const Lookup::Candidate& candidate : nearest) {
    order->holders.push_back({candidate.node, candidate.hops, Holder::State::fresh});
  }
  if (std::holds_alternative<PublishItem>(order->order.what)) {
    publish(now, *order, out);
  } else {
    on_holders_known(now, *order, out);
  }
}

void Search::on_node_looked_up(Now now, Order& order, const Lookup& lookup) {
  const Lookup::Candidate* const found = lookup.found_node();
  if (found != nullptr) {
    order.answer.hops = found->hops;
    Writer content{4};
    content.u32(found->node.endpoint.value);
    order.answer.content = content.take();
    finish(order, SearchOutcome::found);
  } else if (!try_wider(now, order)) {
    finish(order, SearchOutcome::unproven);
  }
}

bool Search::try_wider(Now now, Order& order) {
  if (order.is_wide) {
    return false;
  }
  order.is_wide = true;
  look_up(now, order);
  return true;
}

// An answered order stays in its place until drop_finished(), so that no reference moves.
void Search::finish(Order& order, SearchOutcome outcome) {
  order.answer.outcome = outcome;
  ++answered_;
  answers_.push_back(std::move(order.answer));
  if (answers_.size() > kAnswersKept) {
    answers_.pop_front();
  }
  order.read = 0;
}

void Search::drop_finished() {
  std::erase_if(orders_, [](const Order& order) { return order.read == 0; });
}

void Search::tick(Now now, Out& out) {
  lookups_.tick(now.monotonic, routing_out_);
  for (std::size_t index = 0; index < orders_.size(); ++index) {
    Order& order = orders_[index];
    const bool waits = order.read != 0 && !order.lookup.has_value();
    if (waits && order.deadline <= now.monotonic) {
      for (Holder& holder : order.holders) {
        if (holder.state == Holder::State::asked) {
          holder.state = Holder::State::over;
          out.suspects.push_back(holder.node.id);
        }
      }
      ask_holders(now, order, out);
    }
  }
  drop_finished();
  if (next_handover_ <= now.monotonic) {
    hand_over(now, out);
  }
  go_on(now, out);
}

std::optional<MonotonicTime> Search::next_tick() const {
  std::optional<MonotonicTime> next = lookups_.next_deadline();
  const auto at = [&next](MonotonicTime time) { next = next ? std::min(*next, time) : time; };
  for (const Order& order : orders_) {
    if (!order.lookup.has_value()) {
      at(order.deadline);
    }
  }
  if (held_.size() != 0) {
    at(next_handover_);
  }
  return next;
}

}  // namespace callo
