#include "sim/cli/console.hpp"

#include <algorithm>
#include <cstdio>
#include <set>

#include <unistd.h>

#include "sim/cli/progress_display.hpp"
#include "sim/trace/metrics.hpp"

namespace callo::sim {

namespace {

constexpr std::size_t kViolationsShown = 10;

std::string metric_text(const Metrics& metrics, const std::string& name) {
  const MetricKey* key = find_metric(name);
  const std::optional<std::int64_t> value = metrics.at(key->name);
  if (!value) {
    return "-";
  }
  // Milliseconds and thousandths per second are fine enough for a person.
  const std::int64_t scale = metric_scale(key->unit);
  return scale == 1 ? std::to_string(*value) : to_decimal(*value / (scale / 1'000), 1'000);
}

std::string culprits(const RunRecord& record) {
  std::set<std::uint32_t> named;
  for (const EvidenceRow& row : record.evidence) {
    named.insert(row.culprit);
  }
  std::string text;
  for (const std::uint32_t node : named) {
    text += (text.empty() ? ": n" : ", n") + std::to_string(node);
  }
  return text;
}

std::string violation_lines(const RunRecord& record) {
  std::string text;
  for (std::size_t i = 0; i < std::min(record.violations.size(), kViolationsShown); ++i) {
    const ViolationRow& row = record.violations[i];
    text += "  broken  " + row.claim + " at " + rounded_seconds(row.time) + " s" +
            (row.node ? ", n" + std::to_string(*row.node) : "") + ": " + row.detail + "\n";
  }
  const std::size_t more =
      record.violations.size() - std::min(record.violations.size(), kViolationsShown);
  return more == 0 ? text : text + "  and " + std::to_string(more) + " more\n";
}

std::string fault_lines(const RunRecord& record) {
  std::string text;
  for (const FaultRow& row : record.faults) {
    text += "  " + row.id + " (" + row.kind + " " + row.target + ") from " +
            rounded_seconds(row.at) + (row.until ? " to " + rounded_seconds(*row.until) : "") +
            " s, fired " + std::to_string(row.fired) + " times\n";
  }
  return text.empty() ? text : "faults and traitors\n" + text;
}

// Nothing when no node pair lies in two cities.
std::string measured_links(const RunRecord& record) {
  if (record.measured_links_ppm == 0) {
    return "";
  }
  return "\nlatency measured for " + to_decimal(record.measured_links_ppm / 1'000, 10) +
         " % of the node pairs in different cities, derived for the others";
}

std::string chain_lines(const Metrics& metrics, const RunRecord& record) {
  const auto value = [&](const char* name) { return metric_text(metrics, name); };
  const Ceilings& ceilings = record.ceilings;
  return "commits " + value("commits") + " in " + value("sim_seconds") + " s, " +
         value("transactions") + " payments (" + value("throughput") + "/s), " +
         value("unfinished") + " unfinished\nfinality p50 " + value("finality.p50") + " s, p99 " +
         value("finality.p99") + " s; block interval p50 " + value("block_interval.p50") +
         " s\ntraitors " + std::to_string(ceilings.traitors) + "; safety stands " +
         std::to_string(ceilings.safety) + ", the overlay's connectivity " +
         std::to_string(ceilings.connectivity) + measured_links(record) + "\nevidence " +
         value("evidence") + culprits(record) + "\n";
}

// Of a run without consensus: its tables at the end, who came and went, what was looked up.
std::string overlay_lines(const Metrics& metrics) {
  const auto value = [&](const char* name) { return metric_text(metrics, name); };
  const std::string notified =
      metrics.at("overlay.joins").value_or(0) == 0
          ? ""
          : ", " + value("overlay.notifications_per_join") + " notifications each";
  const std::string lookups =
      metrics.at("lookups.begun").value_or(0) == 0
          ? ""
          : "lookups " + value("lookups.begun") + ": " + value("lookups.found") + " found, " +
                value("lookups.wrong") + " wrong, " + value("lookups.unanswered") +
                " unanswered; hops mean " + value("lookups.hops_mean") + ", most " +
                value("lookups.hops_max") + "; p50 " + value("lookup_s.p50") + " s, p99 " +
                value("lookup_s.p99") + " s\n";
  return "nodes " + value("overlay.in_system") + " in the system after " + value("sim_seconds") +
         " s, " + value("overlay.consistent") + " with K-consistent tables (" +
         value("overlay.missing") + " missing, " + value("overlay.foreign") +
         " foreign neighbours)\njoins " + value("overlay.joins") + " (" +
         value("overlay.joins_unfinished") + " unfinished" + notified + "); " +
         value("overlay.failed") + " failed, " + value("overlay.left") + " left, " +
         value("overlay.repaired") + " holes repaired\n" + lookups;
}

}  // namespace

void complain(const std::string& text) {
  std::fprintf(stderr, "callo: %s\n", text.c_str());
}

void complain(const Diagnostics& diagnostics) {
  std::fputs(diagnostics.render().c_str(), stderr);
}

bool is_terminal_output() {
  return ::isatty(STDERR_FILENO) == 1;
}

std::string shell_word(const std::string& word) {
  if (!word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                              "0123456789_-./=:,+@%") == std::string::npos) {
    return word;
  }
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

std::string replay_line(const RunArguments& arguments, std::uint64_t seed) {
  std::string line =
      "./callo run " + shell_word(arguments.scenario.string()) + " --seed " + std::to_string(seed);
  for (const std::string& text : arguments.overrides) {
    line += " --set " + shell_word(text);
  }
  return arguments.engine == HostEngine::simgrid ? line : line + " --engine standalone";
}

std::string report(const FinishedRun& run) {
  const Metrics metrics = measure(run.record);
  std::string text =
      (run.record.overlay ? overlay_lines(metrics) : chain_lines(metrics, run.record)) +
      fault_lines(run.record);
  for (const ExpectationRow& row : run.expectations) {
    text +=
        std::string(row.holds ? "  ok      " : "  FAILED  ") + row.text + "  (" + row.value + ")\n";
  }
  return text + violation_lines(run.record) + "digest " + run.record.digest + "\n";
}

}  // namespace callo::sim
