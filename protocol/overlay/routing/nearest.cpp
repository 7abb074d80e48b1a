#include "protocol/overlay/routing/nearest.hpp"

#include <algorithm>

#include "protocol/overlay/routing/distance.hpp"

namespace callo {

namespace {

// The nearest of one group of nodes, all of which are farther than what is in `out` already.
class Group {
 public:
  Group(const OverlayId& key, std::size_t count, std::vector<Neighbour>& out)
      : key_{key}, count_{count}, first_{out.size()}, out_{out} {}

  void add(std::span<const Neighbour> nodes) {
    for (const Neighbour& node : nodes) {
      if (node.in_system) {
        insert(node);
      }
    }
  }

  // True once enough nodes are there. Whoever comes next is farther.
  bool close() {
    count_ -= out_.size() - first_;
    first_ = out_.size();
    return count_ == 0;
  }

 private:
  void insert(const Neighbour& node) {
    const auto first = out_.begin() + static_cast<std::ptrdiff_t>(first_);
    const auto at = std::upper_bound(
        first, out_.end(), node,
        [this](const Neighbour& a, const Neighbour& b) { return is_nearer(key_, a.id, b.id); });
    if (out_.size() - first_ < count_) {
      out_.insert(at, node);
    } else if (at != out_.end()) {
      std::move_backward(at, out_.end() - 1, out_.end());
      *at = node;
    }
  }

  const OverlayId& key_;
  std::size_t count_;
  std::size_t first_;
  std::vector<Neighbour>& out_;
};

// All of the table, since those of one origin may fill any of its entries.
void append_nearest_of_each_origin(const NeighbourTable& table, const OverlayId& key,
                                   std::size_t count, std::vector<Neighbour>& out) {
  std::vector<Neighbour> nodes = table.from_level(0);
  std::sort(nodes.begin(), nodes.end(),
            [&key](const Neighbour& a, const Neighbour& b) { return is_nearer(key, a.id, b.id); });
  OriginTally tally{table.origin_limit()};
  for (const Neighbour& node : nodes) {
    if (count == 0) {
      return;
    }
    if (node.in_system && tally.take(node.endpoint)) {
      out.push_back(node);
      --count;
    }
  }
}

}  // namespace

void append_nearest(const NeighbourTable& table, const OverlayId& key, std::size_t count,
                    std::vector<Neighbour>& out) {
  if (count == 0) {
    return;
  }
  if (table.origin_limit().is_on()) {
    append_nearest_of_each_origin(table, key, count, out);
    return;
  }
  const Digits& digits = table.digits();
  const unsigned shared = table.level_of(key);
  const unsigned levels = table.levels();
  Group group{key, count, out};
  // They share at least one digit more with the key than the owner does.
  const unsigned right = shared < digits.count() ? digits.at(key, shared) : digits.base();
  if (shared < levels) {
    group.add(table.entry(shared, right));
    if (group.close()) {
      return;
    }
    // Exactly as many as the owner: the rest of its level, and whoever is nearer to the owner.
    for (unsigned level = shared; level < levels; ++level) {
      for (unsigned digit = 0; digit < digits.base(); ++digit) {
        if (level != shared || digit != right) {
          group.add(table.entry(level, digit));
        }
      }
    }
  }
  // Fewer and fewer.
  for (unsigned level = std::min(shared, levels); !group.close() && level-- > 0;) {
    for (unsigned digit = 0; digit < digits.base(); ++digit) {
      group.add(table.entry(level, digit));
    }
  }
}

}  // namespace callo
