#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>

#include "protocol/base/ids.hpp"

namespace callo {

// Of a pool that members fill, and of what one of them may hold of it.
struct PoolLimits {
  std::uint32_t count_max{};
  std::size_t bytes_max{};
  std::uint32_t lane_count_max{};
  std::size_t lane_bytes_max{};
};

// Who gets how much of a bounded pool. Every submitter has a lane of his own; submitters are
// members and sign what they submit, so lanes cannot be multiplied as keys can. A lane is bounded;
// when the pool is full, a newcomer takes the place of the newest item of the heaviest lane, if
// that stays heavier than the newcomer's. So a flooder competes with himself.
template <typename Item>
class Lanes {
 public:
  struct Lane {
    std::map<std::uint64_t, Item> queue;  // by arrival
    std::size_t bytes{};
  };

  explicit Lanes(PoolLimits limits)
      : limits_{limits},
        weight_per_item_{limits.bytes_max / std::max<std::size_t>(limits.count_max, 1)} {}

  // None is empty.
  const std::map<NodeId, Lane>& all() const { return lanes_; }

  std::size_t bytes() const { return bytes_; }

  std::uint64_t next_arrival() const { return next_arrival_; }

  bool has_quota(NodeId submitter, std::size_t bytes) const {
    const Lane& lane = lane_of(submitter);
    return lane.queue.size() < limits_.lane_count_max &&
           lane.bytes + bytes <= limits_.lane_bytes_max;
  }

  bool is_full_for(std::size_t bytes) const {
    return count_ >= limits_.count_max || bytes > limits_.bytes_max - bytes_;
  }

  // What has to give way to a newcomer in a full pool; null when nothing may.
  const Item* displaced_by(NodeId submitter, std::size_t bytes) const {
    const Lane* heaviest = nullptr;
    std::size_t weight = weight_with(submitter, bytes);
    for (const auto& [node, lane] : lanes_) {
      if (weight_of(lane) > weight) {
        heaviest = &lane;
        weight = weight_of(lane);
      }
    }
    return heaviest == nullptr ? nullptr : &heaviest->queue.rbegin()->second;
  }

  // An item of `holder` would stand in a lighter lane.
  bool is_lighter(NodeId submitter, std::size_t bytes, NodeId holder) const {
    return weight_with(submitter, bytes) < weight_of(lane_of(holder));
  }

  // Returns its arrival, by which it is removed.
  std::uint64_t put(NodeId submitter, const Item& item, std::size_t bytes) {
    Lane& lane = lanes_[submitter];
    lane.queue.emplace(next_arrival_, item);
    lane.bytes += bytes;
    bytes_ += bytes;
    ++count_;
    return next_arrival_++;
  }

  void remove(NodeId submitter, std::uint64_t arrival, std::size_t bytes) {
    const auto lane = lanes_.find(submitter);
    lane->second.queue.erase(arrival);
    lane->second.bytes -= bytes;
    bytes_ -= bytes;
    --count_;
    if (lane->second.queue.empty()) {
      lanes_.erase(lane);
    }
  }

 private:
  const Lane& lane_of(NodeId submitter) const {
    const auto found = lanes_.find(submitter);
    return found == lanes_.end() ? empty_ : found->second;
  }

  // One number for count and bytes: both are limits of the same pool.
  std::size_t weight_of(const Lane& lane) const {
    return lane.bytes + lane.queue.size() * weight_per_item_;
  }

  std::size_t weight_with(NodeId submitter, std::size_t bytes) const {
    return weight_of(lane_of(submitter)) + bytes + weight_per_item_;
  }

  PoolLimits limits_;
  std::size_t weight_per_item_;
  std::map<NodeId, Lane> lanes_;
  Lane empty_;
  std::size_t count_ = 0;
  std::size_t bytes_ = 0;
  std::uint64_t next_arrival_ = 0;
};

}  // namespace callo
