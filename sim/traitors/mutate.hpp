#pragma once

#include <deque>

#include "sim/traitors/replacing.hpp"

namespace callo::sim {

// Changes one field of its votes and proposals by the smallest step there is: round or height by
// one, nil for a block or a block for nil, valid round by one, or a block it named before (the
// small-scope mutations of ByzzFuzz, Winter et al., OOPSLA 2023).
class Mutate final : public Replacing {
 public:
  explicit Mutate(const TraitorContext& context) : Replacing{context} {}

 private:
  Words replacement(const Turn& turn, const Envelope& envelope, const Frame& frame,
                    Effects& out) override;
  // What `block` may be mixed up with: nil, or one of the blocks named before.
  BlockId another_block(const BlockId& block);

  std::deque<BlockId> named_;  // the latest distinct ones, newest last
};

}  // namespace callo::sim
