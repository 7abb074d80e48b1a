#include "sim/explore/finding.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "sim/scenario/expectations.hpp"

namespace callo::sim {

namespace {

constexpr std::array kKindNames{"violation", "expectation", "crash",   "time-out",
                                "mismatch",  "divergence",  "bad-draw"};
constexpr std::size_t kHashDigitsMin = 8;

bool is_word(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0;
}

bool has_digit(const std::string& word) {
  return std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_hash(const std::string& word) {
  return word.size() >= kHashDigitsMin &&
         word.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// "n12" → "n#", "3040" → "#", "6fe2…" → "#".
std::string without_numbers(const std::string& word) {
  if (is_hash(word)) {
    return "#";
  }
  if (!has_digit(word)) {
    return word;
  }
  std::string result;
  for (const char letter : word) {
    const bool is_digit = letter >= '0' && letter <= '9';
    if (!is_digit || result.empty() || result.back() != '#') {
      result += is_digit ? '#' : letter;
    }
  }
  return result;
}

// How many nodes a list names is no part of what happened: "n#, n#, n#" → "n#".
std::string without_lists(std::string text) {
  const std::string pair = "#, n#";
  for (std::size_t at = text.find(pair); at != std::string::npos; at = text.find(pair)) {
    text.replace(at, pair.size(), "#");
  }
  return text;
}

std::string without_particulars(const std::string& detail) {
  std::string result;
  std::string word;
  for (const char letter : detail + "\n") {
    if (is_word(letter)) {
      word += letter;
      continue;
    }
    result += without_numbers(word);
    word.clear();
    result += letter == '\n' ? "" : std::string(1, letter);
  }
  return without_lists(result);
}

}  // namespace

std::string name_of(FindingKind kind) {
  return kKindNames[static_cast<std::size_t>(kind)];
}

std::string signature_of(const Finding& finding) {
  return name_of(finding.kind) + " " + finding.claim + ": " + without_particulars(finding.detail);
}

std::vector<Finding> findings_of(const ScenarioSpec& spec, const RunRecord& record) {
  std::vector<Finding> findings;
  std::set<std::string> known;
  const auto add = [&](Finding finding) {
    if (known.insert(signature_of(finding)).second) {
      findings.push_back(std::move(finding));
    }
  };
  const std::vector<ExpectationRow> rows = judge(spec, record);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows[i].holds) {
      continue;
    }
    // The first row speaks of the claims: each is told apart.
    if (i > 0) {
      add({FindingKind::expectation, rows[i].text, "it is not so", record.simulated, std::nullopt});
      continue;
    }
    for (const ViolationRow& row : record.violations) {
      if (!spec.expect.violation || rows[i].value.find(row.claim) != std::string::npos) {
        add({FindingKind::violation, row.claim, row.detail, row.time, row.node});
      }
    }
  }
  return findings;
}

}  // namespace callo::sim
