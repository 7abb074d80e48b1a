#include "sim/scenario/reader.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "sim/scenario/document.hpp"
#include "sim/scenario/fields.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/validate.hpp"

namespace callo::sim {

namespace {

// Much larger than any scenario that a person or a generator writes.
constexpr std::uintmax_t kScenarioBytesMax = 16 * 1024 * 1024;

// Defaults that hang on other keys.
void resolve_defaults(const Reading& reading, ScenarioSpec& spec) {
  if (!reading.was_given("network.topology.nodes")) {
    for (const auto& [city, count] : spec.network.cities) {
      spec.network.topology.nodes += count;
    }
  }
  if (!reading.was_given("random.fault_kinds")) {
    spec.random.fault_kinds = fault_kind_names();
  }
  if (!reading.was_given("random.traitor_kinds")) {
    spec.random.traitor_kinds = drawn_traitor_kind_names();
  }
  if (!reading.was_given("explore.vary")) {
    spec.explore.vary = explored_features();
  }
  if (!reading.was_given("expect.invariants") || spec.expect.invariants == claim_names()) {
    spec.expect.invariants = spec.is_overlay_only() ? overlay_claim_names() : claim_names();
  }
  if (spec.is_overlay_only() && !reading.was_given("workload.kind")) {
    spec.workload.kind = WorkloadKind::none;
  }
  if (spec.is_overlay_only() && !reading.was_given("churn.initial")) {
    spec.churn.initial = spec.network.topology.nodes;
  }
  if (spec.adversary && spec.adversary->behaviour.empty()) {
    spec.adversary->behaviour = "equivocate";
  }
  for (std::size_t i = 0; i < spec.faults.size(); ++i) {
    if (spec.faults[i].id.empty()) {
      spec.faults[i].id = spec.faults[i].kind + "-" + std::to_string(i + 1);
    }
  }
}

ScenarioResult unreadable(const std::filesystem::path& file, const std::string& reason) {
  Diagnostics diagnostics(file.string(), "", {});
  diagnostics.add({}, "cannot be read: " + reason);
  return tl::unexpected(std::move(diagnostics));
}

}  // namespace

ScenarioResult read_scenario(const std::string& text, const std::filesystem::path& file,
                             const std::vector<std::string>& overrides) {
  Diagnostics diagnostics(file.string(), text, overrides);
  const std::optional<Value> root = parse_document(text, overrides, diagnostics);
  ScenarioSpec spec;
  if (root) {
    Reading reading(diagnostics);
    read_fields(reading, *root, spec);
    resolve_defaults(reading, spec);
    validate_scenario(reading, spec, file.stem().string());
  }
  if (!diagnostics.is_empty()) {
    return tl::unexpected(std::move(diagnostics));
  }
  return spec;
}

ScenarioResult read_scenario_file(const std::filesystem::path& file,
                                  const std::vector<std::string>& overrides) {
  std::error_code error;
  if (std::filesystem::is_directory(file, error)) {
    return unreadable(file, "it is a folder");
  }
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    return unreadable(file, std::strerror(errno));
  }
  std::string text;
  text.resize(kScenarioBytesMax + 1);
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (in.bad()) {
    return unreadable(file, "input/output error");
  }
  text.resize(static_cast<std::size_t>(in.gcount()));
  if (text.size() > kScenarioBytesMax) {
    return unreadable(file, "it is larger than 16 MiB");
  }
  return read_scenario(text, file, overrides);
}

}  // namespace callo::sim
