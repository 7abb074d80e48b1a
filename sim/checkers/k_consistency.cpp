#include "sim/checkers/k_consistency.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "sim/checkers/suffix_order.hpp"

namespace callo::sim {

namespace {

constexpr unsigned kDigitsMax = 16;

// Walks the nodes as a tree of their last digits; the tables of all nodes below one branch have the
// same entries at its level.
class Measurement {
 public:
  Measurement(const SuffixOrder& order, const OverlaySnapshot& snapshot)
      : order_{order},
        base_{snapshot.digit_base},
        neighbours_{snapshot.neighbours_per_entry},
        per_origin_{snapshot.per_origin},
        faults_(order.size()) {}

  Consistency take() {
    walk(0, order_.size(), 0);
    for (std::size_t index = 0; index < order_.size(); ++index) {
      const Fault& fault = faults_[index];
      if (!order_.node(index).is_honest) {
        continue;
      }
      const bool is_whole = fault.missing == 0 && fault.foreign == 0;
      ++result_.nodes;
      result_.missing += fault.missing;
      result_.foreign += fault.foreign;
      result_.consistent += is_whole ? 1U : 0U;
      if (!is_whole && !result_.first_node) {
        result_.first_node = order_.node(index).endpoint;
        result_.first = "level " + std::to_string(fault.level) + ": its table lacks " +
                        std::to_string(fault.missing) + " and holds " +
                        std::to_string(fault.foreign) + " that do not belong there";
      }
    }
    return std::move(result_);
  }

 private:
  using Sizes = std::array<std::size_t, kDigitsMax>;  // by digit

  struct Fault {
    std::uint32_t missing = 0;
    std::uint32_t foreign = 0;
    unsigned level = 0;  // of the first of them
  };

  void walk(std::size_t begin, std::size_t end, unsigned level) {
    if (begin == end || level == order_.levels()) {
      return;
    }
    // Neighbouring branches stand side by side, though not in the order of their digits.
    Sizes sizes{};
    for (std::size_t index = begin; index < end; ++index) {
      ++sizes[order_.digit(index, level)];
    }
    const Sizes available = per_origin_ == 0 ? sizes : limited(begin, end, level);
    for (std::size_t index = begin; index < end; ++index) {
      look_at(index, level, available);
    }
    for (std::size_t first = begin; first < end;) {
      const std::size_t last = first + sizes[order_.digit(first, level)];
      if (last - first > 1 || order_.node(first).table->levels() > level + 1) {
        walk(first, last, level + 1);
      }
      first = last;
    }
  }

  // Of each branch: as many as an entry may hold of each origin. Whichever come first, an entry is
  // full with as many.
  Sizes limited(std::size_t begin, std::size_t end, unsigned level) const {
    std::map<std::pair<unsigned, std::uint32_t>, std::size_t> of_origin;
    for (std::size_t index = begin; index < end; ++index) {
      ++of_origin[{order_.digit(index, level), order_.node(index).origin}];
    }
    Sizes sizes{};
    for (const auto& [branch, count] : of_origin) {
      sizes[branch.first] += std::min<std::size_t>(count, per_origin_);
    }
    return sizes;
  }

  void look_at(std::size_t index, unsigned level, const Sizes& sizes) {
    const OverlaySnapshotNode& node = order_.node(index);
    for (unsigned digit = 0; digit < base_; ++digit) {
      const bool is_own = digit == order_.digit(index, level);
      const std::size_t wanted = is_own ? 0 : std::min<std::size_t>(sizes[digit], neighbours_);
      std::size_t good = 0;
      Fault fault{0, 0, level};
      for (const Neighbour& held : node.table->entry(level, digit)) {
        const OverlaySnapshotNode* const found = order_.find(held.id);
        const bool is_right = found != nullptr && found->endpoint == held.endpoint && !is_own &&
                              belongs(*found, node, level, digit);
        good += is_right ? 1U : 0U;
        fault.foreign += is_right ? 0U : 1U;
      }
      fault.missing = static_cast<std::uint32_t>(wanted - std::min(wanted, good));
      if (faults_[index].missing + faults_[index].foreign == 0) {
        faults_[index].level = level;
      }
      faults_[index].missing += fault.missing;
      faults_[index].foreign += fault.foreign;
    }
  }

  // Its id ends in the digit and, behind it, in the node's own last digits.
  bool belongs(const OverlaySnapshotNode& other, const OverlaySnapshotNode& node, unsigned level,
               unsigned digit) const {
    const unsigned bits = base_ == 2 ? 1 : base_ == 4 ? 2 : 4;
    for (unsigned bit = 0; bit < level * bits; ++bit) {
      if (bit_of(other.id, bit) != bit_of(node.id, bit)) {
        return false;
      }
    }
    unsigned value = 0;
    for (unsigned bit = 0; bit < bits; ++bit) {
      value |= bit_of(other.id, level * bits + bit) << bit;
    }
    return value == digit;
  }

  static unsigned bit_of(const OverlayId& id, unsigned bit) {
    return (unsigned{id.value.bytes[31 - bit / 8]} >> (bit % 8)) & 1U;
  }

  const SuffixOrder& order_;
  unsigned base_;
  std::size_t neighbours_;
  unsigned per_origin_;
  std::vector<Fault> faults_;
  Consistency result_;
};

}  // namespace

Consistency measure_consistency(const OverlaySnapshot& snapshot) {
  std::vector<const OverlaySnapshotNode*> members;
  for (const OverlaySnapshotNode& node : snapshot.nodes) {
    if (!node.is_outsider && node.is_in_system) {
      members.push_back(&node);
    }
  }
  const SuffixOrder order{members, snapshot.digit_base};
  return Measurement{order, snapshot}.take();
}

void KConsistency::on_snapshot(const OverlaySnapshot& snapshot) {
  if (!snapshot.is_quiet) {
    return;
  }
  was_quiet_ = true;
  for (const OverlaySnapshotNode& node : snapshot.nodes) {
    if (node.is_honest && !node.is_in_system) {
      violated(snapshot.time, node.endpoint, "it is up and not in the system");
    }
  }
  const Consistency found = measure_consistency(snapshot);
  if (found.consistent != found.nodes) {
    violated(snapshot.time, found.first_node,
             std::to_string(found.nodes - found.consistent) + " of " + std::to_string(found.nodes) +
                 " tables are not K-consistent; " + found.first);
  }
}

std::string KConsistency::abstention() const {
  return was_quiet_ ? "" : "somebody came or went all the time";
}

}  // namespace callo::sim
