#include "sim/explore/failure_file.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "sim/scenario/brief.hpp"
#include "sim/scenario/reader.hpp"
#include "sim/scenario/show.hpp"
#include "sim/trace/result_folder.hpp"

namespace callo::sim {

namespace {

std::string seconds_text(Duration time) {
  return to_decimal(time / std::chrono::milliseconds{1}, 1'000) + " s";
}

// "agreement breaks at 3.2 s, n1: height 3: …"
std::string what_happened(const Finding& finding) {
  std::string text = finding.claim;
  if (finding.kind == FindingKind::violation) {
    text += " breaks at " + seconds_text(finding.time);
    text += finding.node ? ", n" + std::to_string(*finding.node) : "";
  } else {
    text = name_of(finding.kind) + " of " + finding.claim;
  }
  return text + ": " + finding.detail;
}

}  // namespace

std::string failure_name(const std::string& base, const SignatureReport& signature) {
  std::string name = base + "-" + signature.finding.claim + "-" + std::to_string(signature.seed);
  for (char& letter : name) {
    const bool is_plain = (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
                          (letter >= '0' && letter <= '9') || letter == '.';
    letter = is_plain ? letter : '-';
  }
  return name;
}

std::string failure_text(const std::string& name, const std::string& arm,
                         const SignatureReport& signature) {
  CALLO_CHECK(signature.shrunk.has_value());
  const Outcome& outcome = signature.shrunk->outcome;
  const Finding* finding = find_signature(outcome, signature.signature);
  CALLO_CHECK(finding != nullptr);
  Json document = signature.shrunk->document;
  document["name"] = name;
  document["description"] = what_happened(*finding) + " (found by callo explore, arm " + arm +
                            ", seed " + std::to_string(signature.seed) + ")";
  return "# " + signature.signature + "\n# " + std::to_string(outcome.nodes) + " nodes, " +
         std::to_string(outcome.faults) + " faults, " + std::to_string(outcome.traitors) +
         " traitors, " + std::to_string(outcome.height) + " heights in " +
         std::to_string(outcome.rounds) + " rounds; " +
         std::to_string(signature.shrunk->candidates) +
         " smaller scenarios tried\n# engine: standalone\n# digest: " + outcome.digest + "\n" +
         json_to_toml(document);
}

Result<std::filesystem::path> promote(const std::filesystem::path& failure,
                                      const std::filesystem::path& folder) {
  ScenarioResult spec = read_scenario_file(failure);
  if (!spec) {
    const std::string text = spec.error().render();
    return fail(text.substr(0, text.find('\n')));
  }
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    return fail("there is no folder " + folder.string() +
                "; promote from the root of the repository");
  }
  const std::filesystem::path target = folder / (spec->name + ".toml");
  if (std::filesystem::exists(target, error)) {
    return fail(target.string() + " is there already");
  }
  // It fails now because claims break; mended, they hold.
  spec->expect.violation.reset();
  if (const Result<void> written =
          write_file(target, "#:schema ../callo.schema.json\n" + to_brief_toml(*spec));
      !written) {
    return tl::unexpected(written.error());
  }
  std::filesystem::remove(failure, error);
  return target;
}

}  // namespace callo::sim
