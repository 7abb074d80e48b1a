#include <algorithm>

#include "protocol/base/check.hpp"
#include "protocol/node/search/search.hpp"
#include "protocol/overlay/routing/distance.hpp"
#include "protocol/overlay/routing/nearest.hpp"

namespace callo {

namespace {

bool is_newest_wanted(const ItemKey& key) {
  return key.kind == ItemKind::coins;
}

// Which nodes they are, whatever their order.
std::uint64_t fold(const std::vector<Neighbour>& nodes) {
  std::uint64_t sum = 0;
  for (const Neighbour& node : nodes) {
    std::uint64_t word = 0;
    for (std::size_t byte = 0; byte < sizeof word; ++byte) {
      word = word << 8 | node.id.value.bytes[byte];
    }
    sum += word | 1;
  }
  return sum;
}

}  // namespace

// Reading.

void Search::on_holders_known(Now now, Order& order, Out& out) {
  for (Holder& holder : order.holders) {
    if (holder.node.id == member_.self().id) {
      holder.state = Holder::State::over;
      const auto& key = std::get<ReadItem>(order.order.what).key;
      if (const HeldItem* const held = held_.find(key)) {
        hear(now, order, holder, held->proof, out.work);
      }
    }
  }
  ask_holders(now, order, out);
}

// What never changes is asked of one after the other, until one has it; of what changes all that
// are responsible say what they have, and the latest counts.
void Search::ask_holders(Now now, Order& order, Out& out) {
  const auto& key = std::get<ReadItem>(order.order.what).key;
  const auto is = [&order](Holder::State state) {
    return std::any_of(order.holders.begin(), order.holders.end(),
                       [state](const Holder& holder) { return holder.state == state; });
  };
  const bool has_enough = order.best.has_value() && !is_newest_wanted(key);
  if (!has_enough && is(Holder::State::asked)) {
    return;
  }
  if (has_enough || !is(Holder::State::fresh)) {
    conclude(now, order);
    return;
  }
  order.deadline = now.monotonic + config_.answer_timeout;
  for (Holder& holder : order.holders) {
    if (holder.state == Holder::State::fresh) {
      holder.state = Holder::State::asked;
      ++order.answer.questions;
      out.posts.push_back({holder.node, MessageKind::search,
                           encode_data(ItemMessage{ItemRequest{order.read, key}})});
      if (!is_newest_wanted(key)) {
        return;
      }
    }
  }
}

void Search::conclude(Now now, Order& order) {
  const auto& key = std::get<ReadItem>(order.order.what).key;
  if (!order.best.has_value()) {
    if (!try_wider(now, order)) {
      finish(order, SearchOutcome::unproven);
    }
    return;
  }
  order.answer.content = content_of(*order.best, key);
  constexpr std::size_t kNoCoins = 4;
  const bool is_none = key.kind == ItemKind::coins && order.answer.content.size() == kNoCoins;
  finish(order, is_none ? SearchOutcome::none : SearchOutcome::found);
}

void Search::hear(Now now, Order& order, Holder& holder, BytesView proof, Work& work) {
  const auto& key = std::get<ReadItem>(order.order.what).key;
  std::optional<ItemProof> shown = checked(now, key, proof, work);
  const Height height = shown.has_value() ? light_block_of(*shown).height() : 0;
  const bool is_older = order.best.has_value() && height < order.answer.height;
  if (!shown.has_value() || is_older || is_out_of_date(key, height)) {
    ++order.answer.rejected;
    return;
  }
  if (order.best.has_value() && height > order.answer.height) {
    ++order.answer.rejected;  // what was the best so far
  }
  if (!order.best.has_value() || height > order.answer.height) {
    order.best = *std::move(shown);
    order.answer.height = height;
    order.answer.hops = holder.hops;
  }
}

// All that can be checked: the form, what it shows of the header, and the header by its commit.
std::optional<ItemProof> Search::checked(Now now, const ItemKey& key, BytesView bytes, Work& work) {
  std::optional<ItemProof> proof = decode_item_proof(bytes);
  work.hashed_bytes += bytes.size();
  if (!headers_.has_value() || !proof.has_value() || !shows_item(*proof, key) ||
      !headers_->trust(light_block_of(*proof), now.calendar, verifier_, work)) {
    return std::nullopt;
  }
  return proof;
}

bool Search::is_out_of_date(const ItemKey& key, Height height) const {
  return key.kind == ItemKind::coins && headers_->newest() > height + config_.coins_age_max;
}

bool Search::on_item(Now now, const Neighbour& from, BytesView body, Out& out) {
  const std::optional<ItemMessage> message = decode_item_message(body);
  if (!message.has_value() || !headers_.has_value()) {
    return false;
  }
  if (const auto* reply = std::get_if<ItemReply>(&*message)) {
    return on_reply(now, from, *reply, out);
  }
  if (const auto* handover = std::get_if<ItemHandover>(&*message)) {
    return on_handover(now, *handover, out);
  }
  const auto& request = std::get<ItemRequest>(*message);
  const HeldItem* const held = held_.find(request.key);
  out.posts.push_back(
      {from, MessageKind::search,
       encode_data(ItemMessage{ItemReply{request.read, held != nullptr ? held->proof : Bytes{}}})});
  return true;
}

bool Search::on_reply(Now now, const Neighbour& from, const ItemReply& reply, Out& out) {
  const auto order = std::find_if(orders_.begin(), orders_.end(), [&reply](const Order& candidate) {
    return candidate.read == reply.read && candidate.read != 0;
  });
  if (order == orders_.end()) {
    return false;
  }
  const auto holder =
      std::find_if(order->holders.begin(), order->holders.end(), [&from](const Holder& candidate) {
        return candidate.state == Holder::State::asked && candidate.node == from;
      });
  if (holder == order->holders.end() || order->lookup.has_value()) {
    return false;
  }
  holder->state = Holder::State::over;
  if (!reply.proof.empty()) {
    hear(now, *order, *holder, reply.proof, out.work);
  }
  ask_holders(now, *order, out);
  drop_finished();
  return true;
}

// Keeping.

void Search::publish(Now, Order& order, Out& out) {
  const auto& item = std::get<PublishItem>(order.order.what);
  const std::optional<ItemProof> proof = decode_item_proof(item.proof);
  CALLO_CHECK(proof.has_value());
  for (const Holder& holder : order.holders) {
    if (holder.node.id == member_.self().id) {
      held_.put(item.key, light_block_of(*proof).height(), item.proof);
    } else {
      out.posts.push_back({holder.node, MessageKind::search,
                           encode_data(ItemMessage{ItemHandover{item.key, item.proof}})});
    }
  }
  finish(order, order.holders.empty() ? SearchOutcome::unproven : SearchOutcome::stored);
}

// Nobody fills this node's memory with what others are responsible for.
bool Search::is_near(const OverlayId& place) const {
  std::vector<Neighbour> nearest;
  const std::size_t near_enough = std::size_t{2} * config_.replicas;
  append_nearest(member_.table(), place, near_enough, nearest);
  return nearest.size() < near_enough || is_nearer(place, member_.self().id, nearest.back().id);
}

bool Search::on_handover(Now now, const ItemHandover& handover, Out& out) {
  const HeldItem* const held = held_.find(handover.key);
  if (held != nullptr && held->proof == handover.proof) {
    return true;
  }
  if (!is_near(place_of(handover.key))) {
    return false;
  }
  const std::optional<ItemProof> proof = checked(now, handover.key, handover.proof, out.work);
  if (!proof.has_value()) {
    return false;
  }
  if (held_.size() == 0) {
    next_handover_ = now.monotonic + config_.handover_interval;
  }
  held_.put(handover.key, light_block_of(*proof).height(), handover.proof);
  return true;
}

// In passes over all items, a few at a time.
void Search::hand_over(Now now, Out& out) {
  auto item = handed_over_ ? held_.items().upper_bound(*handed_over_) : held_.items().begin();
  for (std::size_t count = 0; count < kHandoverBatch && item != held_.items().end(); ++count) {
    hand_over(item->first, item->second, out);
    handed_over_ = item->first;
    ++item;
  }
  const bool is_over = item == held_.items().end();
  if (is_over) {
    handed_over_.reset();
    ++handovers_;
  }
  next_handover_ = now.monotonic + (is_over ? config_.handover_interval : kHandoverPause);
}

// The two nearest of those that keep an item see to it that all of them do: whenever one has come
// or gone, and now and then in any case, since messages may be lost.
void Search::hand_over(const ItemKey& key, HeldItem& held, Out& out) {
  std::vector<Neighbour> nearest;
  append_nearest(member_.table(), held.place, config_.replicas, nearest);
  const auto nearer = std::count_if(nearest.begin(), nearest.end(), [&](const Neighbour& node) {
    return is_nearer(held.place, node.id, member_.self().id);
  });
  const std::uint64_t now_nearest = fold(nearest);
  const bool is_due =
      held.handed_to != now_nearest || handovers_ % kHandoversOfAll == kHandoversOfAll - 1;
  if (nearer > 1 || !is_due) {
    return;
  }
  held.handed_to = now_nearest;
  if (nearest.size() == config_.replicas) {
    nearest.pop_back();  // this node is one of them itself
  }
  for (const Neighbour& node : nearest) {
    out.posts.push_back(
        {node, MessageKind::search, encode_data(ItemMessage{ItemHandover{key, held.proof}})});
  }
}

}  // namespace callo
