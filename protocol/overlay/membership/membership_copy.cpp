#include "protocol/overlay/membership/membership_copy.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "protocol/base/check.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/wire/codec.hpp"

namespace callo {

namespace {

constexpr std::string_view kSignedAsCopy = "callo membership copy";

Hash leaf_of(const CopyEntry& entry) {
  Writer out{sizeof(Hash) + sizeof(std::uint32_t)};
  out.hash(entry.id.value);
  out.u32(entry.endpoint.value);
  return merkle_leaf(out.view());
}

std::vector<Hash> leaves_of(std::span<const CopyEntry> entries) {
  std::vector<Hash> leaves;
  leaves.reserve(entries.size());
  for (const CopyEntry& entry : entries) {
    leaves.push_back(leaf_of(entry));
  }
  return leaves;
}

Bytes signed_bytes(const CopyHead& head, std::string_view chain_id) {
  Writer out;
  out.text(kSignedAsCopy);
  out.text(chain_id);
  out.u64(head.version);
  out.time(head.issued);
  out.u32(head.members);
  out.hash(head.root);
  return out.take();
}

bool is_entry_before(const CopyEntry& a, const OverlayId& b) {
  return is_before_by_suffix(a.id, b);
}

bool are_in_order(std::span<const CopyEntry> entries) {
  return std::adjacent_find(entries.begin(), entries.end(),
                            [](const CopyEntry& a, const CopyEntry& b) {
                              return !is_before_by_suffix(a.id, b.id);
                            }) == entries.end();
}

// The asker's place lies within the slice: nobody nearer was left out.
bool is_around(const CopySlice& slice, const OverlayId& asker) {
  const bool is_first = slice.first == 0;
  const bool is_last = slice.first + slice.entries.size() == slice.head.members;
  return (is_first || is_before_by_suffix(slice.entries.front().id, asker)) &&
         (is_last || !is_before_by_suffix(slice.entries.back().id, asker));
}

}  // namespace

bool is_before_by_suffix(const OverlayId& a, const OverlayId& b) {
  for (std::size_t byte = a.value.bytes.size(); byte-- > 0;) {
    const unsigned different = a.value.bytes[byte] ^ b.value.bytes[byte];
    if (different != 0) {
      return ((unsigned{b.value.bytes[byte]} >> std::countr_zero(different)) & 1U) != 0;
    }
  }
  return false;
}

MembershipCopy::MembershipCopy(std::vector<CopyEntry> entries, std::uint64_t version,
                               CalendarTime issued, std::string_view chain_id, Signer& signer)
    : entries_{std::move(entries)}, tree_{leaves_of(entries_)} {
  CALLO_CHECK(entries_.size() <= kCopyMembersMax);
  head_ = {version, issued, static_cast<std::uint32_t>(entries_.size()), tree_.root(), {}};
  head_.signature = signer.sign(signed_bytes(head_, chain_id));
}

CopySlice MembershipCopy::slice_around(const OverlayId& id, std::uint32_t entries_max) const {
  CopySlice slice{head_, 0, {}, {}};
  if (entries_.empty()) {
    return slice;
  }
  const auto at = static_cast<std::size_t>(
      std::lower_bound(entries_.begin(), entries_.end(), id, is_entry_before) - entries_.begin());
  const std::size_t count = std::min<std::size_t>(entries_max, entries_.size());
  const std::size_t first = std::min(at > count / 2 ? at - count / 2 : 0, entries_.size() - count);
  slice.first = static_cast<std::uint32_t>(first);
  slice.entries.assign(entries_.begin() + static_cast<std::ptrdiff_t>(first),
                       entries_.begin() + static_cast<std::ptrdiff_t>(first + count));
  slice.siblings = tree_.range(first, count).siblings;
  return slice;
}

CopyDefect check_slice(const CopySlice& slice, const OverlayId& asker, const CopyRules& rules,
                       CalendarTime now, Verifier& verifier) {
  const CopyHead& head = slice.head;
  if (!verifier.verify(rules.server, signed_bytes(head, rules.chain_id), head.signature)) {
    return CopyDefect::bad_signature;
  }
  // Compared without a sum that could overflow; clocks differ by as much as copies may be old.
  const bool is_past = head.issued <= now;
  const Duration apart = is_past ? now - std::max(head.issued, CalendarTime{})
                                 : head.issued - std::max(now, CalendarTime{});
  if (apart > rules.age_max) {
    return CopyDefect::too_old;
  }
  if (slice.entries.empty()) {
    return head.members == 0 ? CopyDefect::none : CopyDefect::bad_proof;
  }
  const MerkleRange range{slice.first, head.members, slice.siblings};
  const std::optional<Hash> root = merkle_range_root(range, leaves_of(slice.entries));
  if (!root || *root != head.root || !are_in_order(slice.entries)) {
    return CopyDefect::bad_proof;
  }
  return is_around(slice, asker) ? CopyDefect::none : CopyDefect::not_mine;
}

}  // namespace callo
