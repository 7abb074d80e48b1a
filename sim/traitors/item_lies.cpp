#include "sim/traitors/item_lies.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kFirstMax = 4'096;
constexpr std::size_t kAskedMax = 64;

}  // namespace

void ItemLies::hear(const PostHeader& header, BytesView body) {
  std::optional<ItemMessage> message = decode_item_message(body);
  if (!message) {
    return;
  }
  if (auto* handover = std::get_if<ItemHandover>(&*message)) {
    if (kind_ == ItemLieKind::stale && first_.size() < kFirstMax) {
      first_.try_emplace(handover->key, std::move(handover->proof));
    }
  } else if (const auto* request = std::get_if<ItemRequest>(&*message)) {
    if (asked_.size() == kAskedMax) {
      asked_.erase(asked_.begin());
    }
    asked_.insert_or_assign(std::uint64_t{header.at.value} << 32 | request->read, request->key);
  }
}

Bytes ItemLies::shown(const ItemReply& truth) {
  if (kind_ == ItemLieKind::hidden || truth.proof.empty()) {
    return Bytes{};
  }
  Bytes proof = truth.proof;
  if (!last_.empty() && last_ != proof && context().random.next() % 2 == 0) {
    std::swap(proof, last_);  // of another item: good in itself
    last_ = truth.proof;
    return proof;
  }
  last_ = proof;
  proof[context().random.next() % proof.size()] ^=
      static_cast<std::uint8_t>(1U << (context().random.next() % 8));
  return proof;
}

std::optional<Bytes> ItemLies::lie(const PostHeader&, BytesView body) {
  const std::optional<ItemMessage> message = decode_item_message(body);
  if (!message || !std::holds_alternative<ItemReply>(*message)) {
    return std::nullopt;
  }
  const auto& truth = std::get<ItemReply>(*message);
  if (kind_ != ItemLieKind::stale) {
    return encode_data(ItemMessage{ItemReply{truth.read, shown(truth)}});
  }
  for (const auto& [place, key] : asked_) {
    const auto first = first_.find(key);
    if (static_cast<std::uint32_t>(place) == truth.read && first != first_.end()) {
      return encode_data(ItemMessage{ItemReply{truth.read, first->second}});
    }
  }
  return std::nullopt;
}

}  // namespace callo::sim
