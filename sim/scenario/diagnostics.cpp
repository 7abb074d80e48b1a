#include "sim/scenario/diagnostics.hpp"

#include <algorithm>
#include <tuple>

namespace callo::sim {

namespace {

// Spaces as wide as the first `columns` characters of the line: tabs stay tabs and the tail bytes
// of a UTF-8 character take no room, so that the caret stands below its character.
std::string indent_below(const std::string& line, std::uint32_t columns) {
  std::string indent;
  std::uint32_t seen = 0;
  for (std::size_t i = 0; i < line.size() && seen < columns; ++i) {
    const bool is_continuation = (static_cast<unsigned char>(line[i]) & 0xC0U) == 0x80U;
    if (!is_continuation) {
      ++seen;
      indent += line[i] == '\t' ? '\t' : ' ';
    }
  }
  return indent;
}

}  // namespace

Diagnostics::Diagnostics(std::string file, std::string text, std::vector<std::string> overrides)
    : file_(std::move(file)), text_(std::move(text)), overrides_(std::move(overrides)) {}

void Diagnostics::add(Position position, std::string message, std::string suggestion) {
  diagnostics_.push_back({position, std::move(message), std::move(suggestion)});
}

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Diagnostic> result = diagnostics_;
  std::stable_sort(result.begin(), result.end(), [](const Diagnostic& a, const Diagnostic& b) {
    const auto key = [](const Diagnostic& d) {
      return std::tuple(d.position.is_override(), d.position.line, d.position.column);
    };
    return key(a) < key(b);
  });
  return result;
}

std::string Diagnostics::render() const {
  std::string text;
  for (const Diagnostic& diagnostic : sorted()) {
    text += render(diagnostic);
  }
  return text;
}

std::string Diagnostics::render(const Diagnostic& diagnostic) const {
  const Position at = diagnostic.position;
  std::string text;
  if (at.is_override()) {
    text = "<command line>: " + diagnostic.message + "\n";
    if (at.column <= overrides_.size()) {
      text += "    --set " + overrides_[at.column - 1] + "\n          ^\n";
    }
  } else if (!at.is_known()) {
    text = file_ + ": " + diagnostic.message + "\n";
  } else {
    const std::string line = source_line(at.line);
    text = file_ + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + ": " +
           diagnostic.message + "\n    " + line + "\n    " + indent_below(line, at.column - 1) +
           "^\n";
  }
  return diagnostic.suggestion.empty() ? text : text + "    " + diagnostic.suggestion + "\n";
}

std::string Diagnostics::source_line(std::uint32_t line) const {
  std::size_t begin = 0;
  for (std::uint32_t i = 1; i < line && begin != std::string::npos; ++i) {
    const std::size_t end = text_.find('\n', begin);
    begin = end == std::string::npos ? std::string::npos : end + 1;
  }
  if (begin == std::string::npos) {
    return "";
  }
  std::string result = text_.substr(begin, text_.find('\n', begin) - begin);
  if (!result.empty() && result.back() == '\r') {
    result.pop_back();
  }
  return result;
}

}  // namespace callo::sim
