#pragma once

#include <map>
#include <set>
#include <string>

#include "sim/scenario/diagnostics.hpp"

namespace callo::sim {

// What the reader has learnt of a scenario's keys besides their values: where each stands, and
// which are wrong. Keys are full paths, "network.topology.nodes", "fault[1].nodes[0]".
class Reading {
 public:
  explicit Reading(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void note(const std::string& path, Position position) { places_[path] = position; }

  bool was_given(const std::string& path) const { return places_.contains(path); }

  // Of the key, or of the nearest table around it that was given.
  Position place_of(const std::string& path) const;

  // The key's value cannot be used.
  void refuse(const std::string& path, Position position, std::string message,
              std::string suggestion = "");
  void refuse(const std::string& path, std::string message, std::string suggestion = "");
  // False when the key, or a table around it, or anything in it was refused: its value is only the
  // default then and must not lead to further complaints.
  bool is_sound(const std::string& path) const;

 private:
  Diagnostics& diagnostics_;
  std::map<std::string, Position> places_;
  std::set<std::string> refused_;
};

}  // namespace callo::sim
