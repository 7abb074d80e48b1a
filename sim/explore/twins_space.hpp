#pragma once

#include <cstdint>
#include <vector>

#include "protocol/base/ids.hpp"
#include "sim/explore/permutation.hpp"

namespace callo::sim {

// What a family of Twins scenarios has in common. Powers are equal, so that the leader of round r
// of height h is node (h - 1 + r) mod nodes, and the leaders of the first rounds differ.
struct TwinsShape {
  std::uint32_t nodes{};
  Height height{};                   // at which the copies are torn apart …
  std::uint32_t rounds{};            // … in its first rounds
  std::vector<std::uint32_t> twins;  // ascending
  bool operator==(const TwinsShape&) const = default;
};

// Every shape of so many nodes, up to the names of nodes that lead none of the rounds: heights 1
// and 2, 1 to 4 rounds, 1 to f twins wherever they may stand among the leaders.
std::vector<TwinsShape> twins_shapes(std::uint32_t nodes);

// Whom both copies of all twins are in touch with in one round, as sets of honest nodes.
struct TwinsCell {
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> second;
  std::vector<std::uint32_t> first_precommits;
  std::vector<std::uint32_t> second_precommits;
  bool operator==(const TwinsCell&) const = default;
};

// All scenarios of one shape, numbered: each round has two sets of peers of each copy, one for
// proposals and prevotes and one for precommits, which may overlap. Scenarios that differ only in
// the names of honest nodes that lead none of the rounds are one, and so are two that differ in
// which copy is called the first, except where all leaders hear both copies alike. (The symmetries
// after commonware's consensus/simplex/mocks/twins.rs.)
class TwinsSpace {
 public:
  explicit TwinsSpace(TwinsShape shape);

  WideIndex size() const { return pairs_ * multisets_; }

  // By round. Contract: index < size().
  std::vector<TwinsCell> cells(WideIndex index) const;

  const TwinsShape& shape() const { return shape_; }

 private:
  // What one honest node hears: two bits a round of each copy.
  struct Column {
    std::uint64_t first;
    std::uint64_t second;
  };

  std::vector<Column> leader_columns(WideIndex index) const;
  std::vector<Column> other_columns(WideIndex index) const;

  TwinsShape shape_;
  std::vector<std::uint32_t> leaders_;  // honest ones, in the order of their rounds
  std::vector<std::uint32_t> others_;   // honest ones that lead no round
  WideIndex pairs_ = 0;                 // of what all leaders hear of both copies, unordered
  WideIndex multisets_ = 0;             // of what the others hear
};

}  // namespace callo::sim
