#pragma once

#include <deque>

#include "protocol/overlay/routing/messages.hpp"
#include "sim/traitors/search_lie.hpp"

namespace callo::sim {

enum class FalseRouteKind : std::uint8_t {
  none,     // does not say who is next
  astray,   // names real nodes that are farther from the key
  circles,  // names those who asked it themselves: the way back
  nobody,   // names the key itself at its own address, and ids that nobody has
};

// Answers everything else as it should, and leads searches wrong (B24).
class FalseRoutes final : public SearchLie {
 public:
  FalseRoutes(TraitorContext context, FalseRouteKind kind)
      : SearchLie{std::move(context)}, kind_{kind} {}

 private:
  std::optional<Bytes> lie(const PostHeader& header, BytesView body) override;
  void hear(const PostHeader& header, BytesView body) override;
  std::vector<Neighbour> invented(const PostHeader& header, const OverlayId& key);

  FalseRouteKind kind_;
  std::deque<Neighbour> askers_;
  std::deque<Neighbour> named_;       // by the honest code inside, of late
  std::deque<NearestRequest> asked_;  // of late: an answer does not repeat the key
};

}  // namespace callo::sim
