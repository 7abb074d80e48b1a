#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/explore/finding.hpp"
#include "sim/explore/probes.hpp"

namespace callo::sim {

// What exploration keeps of one run. All but `cpu_ns` is the same on every machine.
struct Outcome {
  std::uint64_t seed{};
  std::string digest;  // empty when the run did not end
  std::vector<Finding> findings;
  ProbeHits probes;
  std::uint64_t events{};
  std::uint64_t messages{};
  Duration simulated{};
  Height height{};         // highest committed by an honest node
  std::uint64_t rounds{};  // of all committed heights
  std::uint32_t nodes{};
  std::uint32_t faults{};
  std::uint32_t traitors{};
  std::int64_t cpu_ns{};  // of the process, for this run

  bool has_failed() const { return !findings.empty(); }
};

// The finding of this signature, or null.
const Finding* find_signature(const Outcome& outcome, const std::string& signature);

// One line of text, for the way between processes.
std::string to_line(const Outcome& outcome);
// Contract: a line of to_line.
Outcome outcome_of_line(const std::string& line);

}  // namespace callo::sim
