#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/outcome.hpp"
#include "sim/scenario/field.hpp"

namespace callo::sim {

// The first, in their order, of several scenarios (as TOML) that fails with the signature looked
// for, and what its run was like.
struct FirstFailure {
  std::size_t index{};
  Outcome outcome;
};

using FindFirst =
    std::function<std::optional<FirstFailure>(const std::vector<std::string>& scenarios)>;

struct Shrunk {
  Json document;  // what is left of the scenario
  Outcome outcome;
  std::uint64_t candidates{};  // tried
};

// The smallest scenario that still fails with the signature: delta debugging over faults, traitors
// and changes of validators, then over every key that can be left out, then simpler values, fewer
// nodes, a shorter run, again and again until nothing more can go. The result depends on what
// `find_first` says alone. At most about `candidates_max` are tried.
Shrunk shrink(const Json& document, const Outcome& outcome, const std::string& signature,
              const FindFirst& find_first, std::uint64_t candidates_max);

}  // namespace callo::sim
