#include "sim/traitors/false_routes.hpp"

#include <algorithm>

#include "protocol/overlay/routing/distance.hpp"
#include "protocol/overlay/routing/message_codec.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kRemembered = 32;

template <typename Item>
void remember(std::deque<Item>& items, const Item& item) {
  items.push_back(item);
  if (items.size() > kRemembered) {
    items.pop_front();
  }
}

}  // namespace

void FalseRoutes::hear(const PostHeader& header, BytesView body) {
  const std::optional<RoutingMessage> message = decode_routing_message(body);
  if (message && std::holds_alternative<NearestRequest>(*message)) {
    const Neighbour asker{overlay_id_of(header.sender), header.at, true};
    if (std::find(askers_.begin(), askers_.end(), asker) == askers_.end()) {
      remember(askers_, asker);
    }
    remember(asked_, std::get<NearestRequest>(*message));
  }
}

std::vector<Neighbour> FalseRoutes::invented(const PostHeader& header, const OverlayId& key) {
  std::vector<Neighbour> nodes{{key, header.at, true}};
  for (int more = 0; more < 2; ++more) {
    Neighbour node{key, {static_cast<std::uint32_t>(context().random.next() >> 40)}, true};
    node.id.value.bytes[0] = static_cast<std::uint8_t>(context().random.next());
    nodes.push_back(node);
  }
  return nodes;
}

std::optional<Bytes> FalseRoutes::lie(const PostHeader& header, BytesView body) {
  const std::optional<RoutingMessage> message = decode_routing_message(body);
  if (!message || !std::holds_alternative<NearestReply>(*message)) {
    return std::nullopt;
  }
  if (kind_ == FalseRouteKind::none) {
    return Bytes{};
  }
  const auto& truth = std::get<NearestReply>(*message);
  const auto asked = std::find_if(
      asked_.rbegin(), asked_.rend(),
      [&truth](const NearestRequest& request) { return request.lookup == truth.lookup; });
  if (asked == asked_.rend()) {
    return std::nullopt;
  }
  for (const Neighbour& node : truth.nodes) {
    if (std::find(named_.begin(), named_.end(), node) == named_.end()) {
      remember(named_, node);
    }
  }
  std::vector<Neighbour> nodes;
  if (kind_ == FalseRouteKind::nobody) {
    nodes = invented(header, asked->key);
  } else {
    const std::deque<Neighbour>& from = kind_ == FalseRouteKind::circles ? askers_ : named_;
    nodes.assign(from.begin(), from.end());
    std::sort(nodes.begin(), nodes.end(), [&](const Neighbour& a, const Neighbour& b) {
      return is_nearer(asked->key, b.id, a.id);
    });
  }
  nodes.resize(std::min<std::size_t>(nodes.size(), asked->count));
  return encode_data(RoutingMessage{NearestReply{truth.lookup, std::move(nodes)}});
}

}  // namespace callo::sim
