#include "protocol/crypto/merkle_tree.hpp"

#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/crypto/merkle.hpp"

namespace callo {

namespace {

std::vector<Hash> level_above(std::span<const Hash> level) {
  std::vector<Hash> above;
  above.reserve((level.size() + 1) / 2);
  for (std::size_t left = 0; left + 1 < level.size(); left += 2) {
    above.push_back(merkle_inner(level[left], level[left + 1]));
  }
  if (level.size() % 2 == 1) {
    above.push_back(level.back());
  }
  return above;
}

}  // namespace

MerkleTree::MerkleTree(std::vector<Hash> leaves) {
  levels_.push_back(std::move(leaves));
  while (levels_.back().size() > 1) {
    levels_.push_back(level_above(levels_.back()));
  }
  root_ = levels_.back().empty() ? merkle_root({}) : levels_.back().front();
}

MerkleRange MerkleTree::range(std::size_t first, std::size_t count) const {
  const std::size_t total = levels_.front().size();
  CALLO_CHECK(count >= 1 && first < total && count <= total - first);
  MerkleRange range{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(total), {}};
  std::size_t begin = first;
  std::size_t end = first + count;
  for (const std::vector<Hash>& level : levels_) {
    if (level.size() == 1) {
      break;
    }
    if (begin % 2 == 1) {
      range.siblings.push_back(level[begin - 1]);
    }
    if (end % 2 == 1 && end < level.size()) {
      range.siblings.push_back(level[end]);
    }
    begin /= 2;
    end = (end + 1) / 2;
  }
  return range;
}

std::optional<Hash> merkle_range_root(const MerkleRange& range, std::span<const Hash> leaves) {
  std::size_t size = range.total;
  if (leaves.empty() || range.first >= size || leaves.size() > size - range.first) {
    return std::nullopt;
  }
  std::size_t begin = range.first;
  std::vector<Hash> level{leaves.begin(), leaves.end()};
  auto sibling = range.siblings.begin();
  while (size > 1) {
    const std::size_t end = begin + level.size();
    const bool needs_left = begin % 2 == 1;
    const bool needs_right = end % 2 == 1 && end < size;
    if (range.siblings.end() - sibling < (needs_left ? 1 : 0) + (needs_right ? 1 : 0)) {
      return std::nullopt;
    }
    if (needs_left) {
      level.insert(level.begin(), *sibling++);
    }
    if (needs_right) {
      level.push_back(*sibling++);
    }
    level = level_above(level);
    begin /= 2;
    size = (size + 1) / 2;
  }
  return sibling == range.siblings.end() ? std::optional{level.front()} : std::nullopt;
}

}  // namespace callo
