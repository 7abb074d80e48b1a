#include "sim/cli/explore_display.hpp"

#include <algorithm>
#include <cstdio>

#include "sim/scenario/units.hpp"

namespace callo::sim {

namespace {

constexpr std::int64_t kScreenInterval_ns = 250'000'000;
constexpr std::int64_t kSecond_ns = 1'000'000'000;
constexpr std::uint64_t kTenths = 10;

// count per second of `ns`, one decimal.
std::string rate(std::uint64_t count, std::int64_t ns) {
  const std::int64_t tenths_of_seconds = std::max<std::int64_t>(ns / (kSecond_ns / 10), 1);
  return to_decimal(static_cast<std::int64_t>(count * 100) / tenths_of_seconds, 10);
}

struct Totals {
  std::uint64_t runs{};
  std::uint64_t failed{};
  std::size_t signatures{};
  std::int64_t simulated_ns{};
  std::int64_t cpu_ns{};
  std::size_t probes_hit{};
};

Totals totals_of(const std::vector<ArmReport>& arms) {
  Totals totals;
  std::vector<bool> is_hit(probes().size());
  for (const ArmReport& arm : arms) {
    totals.runs += arm.runs;
    totals.failed += arm.failed;
    totals.signatures += arm.signatures.size();
    totals.simulated_ns += arm.simulated_ns;
    totals.cpu_ns += arm.cpu_ns;
    for (std::size_t i = 0; i < arm.probe_runs.size(); ++i) {
      is_hit[i] = is_hit[i] || arm.probe_runs[i] > 0;
    }
  }
  totals.probes_hit = static_cast<std::size_t>(std::count(is_hit.begin(), is_hit.end(), true));
  return totals;
}

std::string simulated_rate(std::int64_t simulated_ns, std::int64_t cpu_ns) {
  return rate(static_cast<std::uint64_t>(simulated_ns / kSecond_ns), cpu_ns);
}

}  // namespace

void ExploreDisplay::show(const CampaignProgress& progress, std::int64_t wall_ns) {
  if (is_terminal_) {
    if (wall_ns >= next_draw_ns_) {
      next_draw_ns_ = wall_ns + kScreenInterval_ns;
      draw(progress, wall_ns);
    }
    return;
  }
  const Totals totals = totals_of(progress.arms);
  const std::uint64_t tenths =
      totals.runs / std::max<std::uint64_t>(progress.runs_planned / kTenths, 1);
  if (tenths > tenths_shown_ || progress.now != last_now_) {
    tenths_shown_ = tenths;
    last_now_ = progress.now;
    std::fprintf(stderr, "callo: %s: %llu of %llu seeds, %llu failed, %s/s\n", progress.now.c_str(),
                 static_cast<unsigned long long>(totals.runs),
                 static_cast<unsigned long long>(progress.runs_planned),
                 static_cast<unsigned long long>(totals.failed),
                 rate(totals.runs, wall_ns).c_str());
  }
}

void ExploreDisplay::draw(const CampaignProgress& progress, std::int64_t wall_ns) {
  clear();
  const Totals totals = totals_of(progress.arms);
  const std::string lines[] = {
      progress.now,
      "seeds     " + std::to_string(totals.runs) + " of " + std::to_string(progress.runs_planned) +
          ", " + rate(totals.runs, wall_ns) + "/s",
      "simulated " + simulated_rate(totals.simulated_ns, totals.cpu_ns) + " s per processor second",
      "coverage  " + std::to_string(totals.probes_hit) + " of " + std::to_string(probes().size()) +
          " probes",
      "failures  " + std::to_string(totals.failed) + " seeds, " +
          std::to_string(totals.signatures) + " signatures",
  };
  for (const std::string& line : lines) {
    std::fprintf(stderr, "\033[K%s\n", line.c_str());
    ++lines_drawn_;
  }
  std::fflush(stderr);
}

void ExploreDisplay::clear() {
  if (lines_drawn_ > 0) {
    std::fprintf(stderr, "\033[%zuA\033[J", lines_drawn_);
    std::fflush(stderr);
    lines_drawn_ = 0;
  }
}

std::string summary_line(const ArmReport& report) {
  std::string text = report.arm + ": " + std::to_string(report.runs) + " seeds, " +
                     std::to_string(report.failed) + " failed";
  if (report.first_failure) {
    text += " (the first after " + std::to_string(*report.first_failure) + ")";
  }
  if (report.mismatches > 0) {
    text += ", " + std::to_string(report.mismatches) + " digests differ";
  }
  return text + "; " + rate(report.runs, report.cpu_ns) + " runs and " +
         simulated_rate(report.simulated_ns, report.cpu_ns) + " simulated s per processor second";
}

}  // namespace callo::sim
