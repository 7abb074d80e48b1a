#pragma once

#include "sim/traitors/adding.hpp"

namespace callo::sim {

enum class FarAheadKind : std::uint8_t {
  rounds,   // of the open height, in turn from the next one to a million, and up to 2^31 - 1
  heights,  // in turn from the next one, and up to 2^64 - 1
};

// After each of its votes speaks, properly signed, of rounds or heights that nobody has reached:
// votes, proposals and parts. What a node keeps of it must be bounded.
class FarAhead final : public Adding {
 public:
  FarAhead(const TraitorContext& context, FarAheadKind kind) : Adding{context}, kind_{kind} {}

 private:
  void follow(const Turn& turn, const Vote& vote, Effects& out) override;
  void speak_of(Height height, Round round, const Vote& vote, Effects& out);
  Round some_round();
  Height some_height(Height now);

  FarAheadKind kind_;
  std::uint64_t ahead_ = 0;  // how far the walk in turn has come
};

}  // namespace callo::sim
