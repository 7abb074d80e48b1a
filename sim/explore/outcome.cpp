#include "sim/explore/outcome.hpp"

#include <nlohmann/json.hpp>

#include "protocol/base/check.hpp"

namespace callo::sim {

namespace {

using Line = nlohmann::json;

Line json_of(const Finding& finding) {
  return {static_cast<int>(finding.kind), finding.claim, finding.detail, finding.time.count(),
          finding.node ? Line(*finding.node) : Line()};
}

Finding finding_of(const Line& json) {
  Finding finding;
  finding.kind = static_cast<FindingKind>(json[0].get<int>());
  finding.claim = json[1].get<std::string>();
  finding.detail = json[2].get<std::string>();
  finding.time = Duration{json[3].get<std::int64_t>()};
  if (!json[4].is_null()) {
    finding.node = json[4].get<std::uint32_t>();
  }
  return finding;
}

}  // namespace

const Finding* find_signature(const Outcome& outcome, const std::string& signature) {
  for (const Finding& finding : outcome.findings) {
    if (signature_of(finding) == signature) {
      return &finding;
    }
  }
  return nullptr;
}

std::string to_line(const Outcome& outcome) {
  Line findings = Line::array();
  for (const Finding& finding : outcome.findings) {
    findings.push_back(json_of(finding));
  }
  const Line json{outcome.seed,
                  outcome.digest,
                  findings,
                  outcome.probes.hits(),
                  outcome.events,
                  outcome.messages,
                  outcome.simulated.count(),
                  outcome.height,
                  outcome.rounds,
                  outcome.nodes,
                  outcome.faults,
                  outcome.traitors,
                  outcome.cpu_ns};
  return json.dump(-1, ' ', false, Line::error_handler_t::replace);
}

Outcome outcome_of_line(const std::string& line) {
  const Line json = Line::parse(line, nullptr, false);
  constexpr std::size_t kMembers = 13;
  CALLO_CHECK(json.is_array() && json.size() == kMembers);
  Outcome outcome;
  std::size_t at = 0;
  outcome.seed = json[at++].get<std::uint64_t>();
  outcome.digest = json[at++].get<std::string>();
  for (const Line& finding : json[at++]) {
    outcome.findings.push_back(finding_of(finding));
  }
  for (const Line& hit : json[at++]) {
    outcome.probes.hit(hit.get<std::uint32_t>());
  }
  outcome.events = json[at++].get<std::uint64_t>();
  outcome.messages = json[at++].get<std::uint64_t>();
  outcome.simulated = Duration{json[at++].get<std::int64_t>()};
  outcome.height = json[at++].get<std::uint64_t>();
  outcome.rounds = json[at++].get<std::uint64_t>();
  outcome.nodes = json[at++].get<std::uint32_t>();
  outcome.faults = json[at++].get<std::uint32_t>();
  outcome.traitors = json[at++].get<std::uint32_t>();
  outcome.cpu_ns = json[at++].get<std::int64_t>();
  return outcome;
}

}  // namespace callo::sim
