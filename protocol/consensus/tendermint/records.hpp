#pragma once

#include "protocol/base/frame.hpp"
#include "protocol/chain/block.hpp"
#include "protocol/chain/justification.hpp"
#include "protocol/step/input.hpp"

namespace callo {

// What the engine makes durable, oldest first:
//
//   signed_message  the frame of an own proposal, prevote or precommit, or of a part of a block
//   that
//                   this node made; written in the step in which it is signed, hence before it
//                   leaves
//   polka           bool locked | blob block | blob certificate
//                   line 36: the +2/3 prevotes of `certificate` were seen for the block; `locked`
//                   when the lock was taken too (line 38). Precedes the precommit of the same step:
//                   whoever finds the precommit finds the lock, and can show the others why (line
//                   28)
//   justification   (protocol/chain/justification.hpp) the +2/3 prevotes that allow the vote of the
//                   same step, against an earlier precommit of this node; precedes that vote, and
//                   is kept beyond its height, for whoever asks after a break of agreement
//   decision        u64 height | blob block | blob commit
//                   line 49. All records of that height before it are over, but justifications
//   disk_lost       i64 calendar time
//                   the disk was lost before it; the node does not know what it has signed. Written
//                   by whoever starts the node with an empty disk, repeated behind every snapshot
//
// Storage guarantees that what it hands back is what was written, a prefix of it: a record that
// does not decode is a broken disk or a bug, and the node must not go on signing.

struct PolkaRecord {
  bool is_locked{};
  BytesView block;  // views the record
  Polka certificate;
};

struct DecisionRecord {
  Height height{};
  BytesView block;  // views the record
  Commit commit;
};

// Of the engine's own, beyond those that protocol/step names.
inline constexpr RecordKind kDiskLost{7};

struct DiskLostRecord {
  CalendarTime lost_at;
};

Record encode_record(const DiskLostRecord& disk_lost);
Record encode_record(const PolkaRecord& polka);
Record encode_record(const DecisionRecord& decision);
Record encode_record(const Justification& justification);

DiskLostRecord decode_disk_lost(const Record& record);
PolkaRecord decode_polka(const Record& record);
DecisionRecord decode_decision(const Record& record);
Justification decode_justification(const Record& record);

}  // namespace callo
