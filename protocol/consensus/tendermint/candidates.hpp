#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "protocol/chain/part_set.hpp"
#include "protocol/consensus/tendermint/decoded_blocks.hpp"

namespace callo {

// A block of the current height that somebody spoke of, as far as it is known.
struct Candidate {
  explicit Candidate(const PartSetHeader& header) : parts{header} {}

  PartSet parts;
  bool is_named = false;   // by a proposal or by +2/3 votes; otherwise only its parts are known
  bool is_pinned = false;  // by +2/3 votes: not displaced by what a traitor proposes
  DecodedBlockPointer decoded;   // once complete and asked for
  std::optional<bool> is_valid;  // valid(v) of the paper, once asked for
};

// The candidates of one height, a bounded number. Parts may arrive before the proposal that names
// their set, since a part proves its own root.
class Candidates {
 public:
  explicit Candidates(DecodedBlocks* memo) : memo_{memo} {}

  // Null when unknown. Pointers live until the next call that adds a candidate.
  Candidate* find(const PartSetHeader& header);
  const Candidate* find(const PartSetHeader& header) const;
  // A frame that stands at this index of any set: an exact duplicate, told without hashing.
  bool holds_frame(std::uint32_t index, const ContentId& frame) const;

  Candidate& name(const PartSetHeader& header);
  Candidate& pin(const PartSetHeader& header);
  // For a set that nothing names yet.
  Candidate& early(const PartSetHeader& header);

  // The complete set's content; null as long as parts are missing. Adds what decoding costs.
  const DecodedBlock* content(Candidate& candidate, std::uint64_t& hashed_bytes);

  // Oldest first.
  std::span<const std::unique_ptr<Candidate>> all() const { return candidates_; }

 private:
  Candidate& add(const PartSetHeader& header);
  void displace_one();

  DecodedBlocks* memo_;
  std::vector<std::unique_ptr<Candidate>> candidates_;
};

}  // namespace callo
