#include "sim/trace/junit.hpp"

#include <algorithm>

namespace callo::sim {

namespace {

// XML 1.0 has no way to write most control characters at all.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    const bool is_control = static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t';
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
        result += "&#10;";
        break;
      default:
        result += is_control ? '?' : c;
    }
  }
  return result;
}

std::string seconds_text(std::int64_t milliseconds) {
  const std::string fraction = std::to_string(milliseconds % 1'000);
  return std::to_string(milliseconds / 1'000) + "." + std::string(3 - fraction.size(), '0') +
         fraction;
}

std::string case_xml(const JunitCase& item) {
  std::string xml = "    <testcase classname=\"" + escaped(item.suite) + "\" name=\"" +
                    escaped(item.name) + "\" time=\"" + seconds_text(item.wall_ms) + "\"";
  if (item.outcome == JunitCase::Outcome::passed) {
    return xml + "/>\n";
  }
  const std::string tag = item.outcome == JunitCase::Outcome::failed ? "failure" : "error";
  return xml + ">\n      <" + tag + " message=\"" + escaped(item.message) + "\">" +
         escaped(item.detail) + "</" + tag + ">\n    </testcase>\n";
}

std::string counts(const std::vector<JunitCase>& cases) {
  const auto count = [&](JunitCase::Outcome outcome) {
    return std::to_string(std::count_if(cases.begin(), cases.end(), [&](const JunitCase& item) {
      return item.outcome == outcome;
    }));
  };
  return " tests=\"" + std::to_string(cases.size()) + "\" failures=\"" +
         count(JunitCase::Outcome::failed) + "\" errors=\"" + count(JunitCase::Outcome::error) +
         "\"";
}

std::string suite_xml(const std::vector<JunitCase>& cases) {
  std::string xml =
      "  <testsuite name=\"" + escaped(cases.front().suite) + "\"" + counts(cases) + ">\n";
  for (const JunitCase& item : cases) {
    xml += case_xml(item);
  }
  return xml + "  </testsuite>\n";
}

}  // namespace

std::string junit_xml(const std::vector<JunitCase>& cases) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + counts(cases) + ">\n";
  for (auto first = cases.begin(); first != cases.end();) {
    const auto last = std::find_if(
        first, cases.end(), [&](const JunitCase& item) { return item.suite != first->suite; });
    xml += suite_xml({first, last});
    first = last;
  }
  return xml + "</testsuites>\n";
}

}  // namespace callo::sim
