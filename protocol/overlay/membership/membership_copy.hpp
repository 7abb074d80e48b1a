#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "protocol/base/keys.hpp"
#include "protocol/base/time.hpp"
#include "protocol/crypto/merkle_tree.hpp"
#include "protocol/overlay/membership/neighbour_table.hpp"
#include "protocol/shim/signer.hpp"
#include "protocol/shim/verifier.hpp"

namespace callo {

// Ids by their last bits first, so that all that share a suffix stand side by side, whatever the
// base of the digits.
bool is_before_by_suffix(const OverlayId& a, const OverlayId& b);

// A row of the membership table. Its place among all rows is the member's CubeLabel in that
// version.
struct CopyEntry {
  OverlayId id;
  EndpointId endpoint;
  bool operator==(const CopyEntry&) const = default;
};

// What a core server signs of one version of the table.
struct CopyHead {
  std::uint64_t version{};  // grows with every version of that server
  CalendarTime issued;
  std::uint32_t members{};
  Hash root;
  Signature signature;
};

// The part of a copy around one joiner's place, or all of a small one.
struct CopySlice {
  CopyHead head;
  std::uint32_t first{};  // label of the first entry
  std::vector<CopyEntry> entries;
  std::vector<Hash> siblings;
};

inline constexpr std::uint32_t kCopyMembersMax = 1U << 22;
inline constexpr std::uint32_t kSliceEntriesMax = 64;
inline constexpr std::uint32_t kSliceSiblingsMax = 64;

// One signed version of the membership table, as the core server that made it holds it.
class MembershipCopy {
 public:
  // `entries` in the order of is_before_by_suffix, none twice.
  MembershipCopy(std::vector<CopyEntry> entries, std::uint64_t version, CalendarTime issued,
                 std::string_view chain_id, Signer& signer);

  const CopyHead& head() const { return head_; }

  std::span<const CopyEntry> entries() const { return entries_; }

  // The `entries_max` members around the place that this id has or would have.
  CopySlice slice_around(const OverlayId& id, std::uint32_t entries_max) const;

 private:
  std::vector<CopyEntry> entries_;
  MerkleTree tree_;
  CopyHead head_;
};

enum class CopyDefect : std::uint8_t {
  none,
  bad_signature,
  bad_proof,  // entries that are not those of the signed root, or in no order
  not_mine,   // around some other place than the asker's
  too_old,    // issued longer ago than allowed, or in the future
};

struct CopyRules {
  std::string_view chain_id;
  PublicKey server;
  Duration age_max{};
};

CopyDefect check_slice(const CopySlice& slice, const OverlayId& asker, const CopyRules& rules,
                       CalendarTime now, Verifier& verifier);

}  // namespace callo
