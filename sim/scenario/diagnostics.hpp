#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace callo::sim {

// Line and column count from 1; a column counts characters, not bytes. In an override of the
// command line the line is 0 and the column is the number of the override.
struct Position {
  std::uint32_t line{};
  std::uint32_t column{};

  bool is_override() const { return line == 0 && column != 0; }

  bool is_known() const { return line != 0 || column != 0; }

  bool operator==(const Position&) const = default;
};

struct Diagnostic {
  Position position;
  std::string message;
  std::string suggestion;  // may be empty
};

// What is wrong with one scenario, with the text to point into.
class Diagnostics {
 public:
  Diagnostics(std::string file, std::string text, std::vector<std::string> overrides);

  void add(Position position, std::string message, std::string suggestion = "");

  bool is_empty() const { return diagnostics_.empty(); }

  // By position; overrides come last, equal positions in the order of finding.
  std::vector<Diagnostic> sorted() const;
  // For each: "file:line:column: what is wrong", the source line, a caret, the suggestion.
  std::string render() const;

 private:
  std::string render(const Diagnostic& diagnostic) const;
  std::string source_line(std::uint32_t line) const;

  std::string file_;
  std::string text_;
  std::vector<std::string> overrides_;
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace callo::sim
