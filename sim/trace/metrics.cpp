#include "sim/trace/metrics.hpp"

#include <algorithm>
#include <array>

namespace callo::sim {

namespace {

struct Rank {
  const char* name;
  std::uint32_t percent;
};

constexpr std::array kRanks{Rank{"p50", 50}, Rank{"p90", 90}, Rank{"p99", 99}, Rank{"max", 100}};

struct Alias {
  std::string_view alias;
  std::string_view name;
};

// A prefix of a dotted key, or a whole key.
constexpr std::array kAliases{
    Alias{"finality", "finality_s"}, Alias{"block_interval", "block_interval_s"},
    Alias{"throughput", "throughput_tps"}, Alias{"recovery", "recovery_s"}};

std::vector<MetricKey> make_keys() {
  using enum MetricUnit;
  std::vector<MetricKey> keys{{"events", count},       {"messages", count},
                              {"bytes", bytes},        {"sim_seconds", seconds},
                              {"commits", count},      {"rounds", count},
                              {"transactions", count}, {"throughput_tps", per_second},
                              {"unfinished", count}};
  for (const char* group : {"finality_s.", "block_interval_s.", "decision_s."}) {
    for (const Rank& rank : kRanks) {
      keys.push_back({std::string(group) + rank.name, seconds});
    }
  }
  keys.push_back({"recovery_s", seconds});
  for (const char* name : {"signatures", "verifications", "repair.frames"}) {
    keys.push_back({name, count});
  }
  keys.push_back({"repair.bytes", bytes});
  for (const char* name : {"repair.frames_share", "repair.bytes_share", "per_height.frames",
                           "per_height.bytes", "per_height.verifications"}) {
    keys.push_back({name, ratio});
  }
  for (const char* name : {"ceilings.safety", "ceilings.connectivity", "ceilings.traitors",
                           "accountability.attributed_breaks", "accountability.unattributed_breaks",
                           "accountability.culprits", "accountability.suspects", "evidence",
                           "violations", "light_clients.count", "light_clients.height",
                           "light_clients.attacks", "light_clients.culprits"}) {
    keys.push_back({name, count});
  }
  for (const char* name :
       {"overlay.nodes", "overlay.in_system", "overlay.consistent", "overlay.missing",
        "overlay.foreign", "overlay.apart", "overlay.joins", "overlay.joins_unfinished",
        "overlay.failed", "overlay.left", "overlay.repaired", "overlay.rejected", "overlay.unasked",
        "overlay.copies_refused", "overlay.copies_outvoted", "overlay.eclipsed",
        "overlay.eclipse_alarms"}) {
    keys.push_back({name, count});
  }
  keys.push_back({"overlay.notifications_per_join", ratio});
  keys.push_back({"overlay.consistent_share", ratio});
  for (const Rank& rank : kRanks) {
    keys.push_back({std::string("overlay_join_s.") + rank.name, seconds});
  }
  for (const char* name :
       {"lookups.begun", "lookups.found", "lookups.unproven", "lookups.refused", "lookups.wrong",
        "lookups.stale", "lookups.unanswered", "lookups.rejected_answers", "lookups.searcher_gone",
        "lookups.target_gone", "lookups.hops_max"}) {
    keys.push_back({name, count});
  }
  for (const char* name : {"lookups.found_share", "lookups.success_share", "lookups.hops_mean",
                           "lookups.questions_mean"}) {
    keys.push_back({name, ratio});
  }
  for (const Rank& rank : kRanks) {
    keys.push_back({std::string("lookup_s.") + rank.name, seconds});
  }
  return keys;
}

// The metric's name that `name` or its first part is an alias of.
std::string canonical(std::string_view name) {
  const std::size_t dot = std::min(name.find('.'), name.size());
  for (const Alias& alias : kAliases) {
    if (name.substr(0, dot) == alias.alias) {
      return std::string(alias.name) + std::string(name.substr(dot));
    }
  }
  return std::string(name);
}

void add_percentiles(Metrics& metrics, const std::string& group, std::vector<std::int64_t> values,
                     std::uint64_t unfinished) {
  std::sort(values.begin(), values.end());
  for (const Rank& rank : kRanks) {
    metrics[group + rank.name] = percentile(values, unfinished, rank.percent);
  }
}

// 128 bits, since the product may pass 64.
std::int64_t scaled_quotient(std::uint64_t count, std::uint64_t scale, std::uint64_t divisor) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<std::int64_t>(static_cast<Wide>(count) * scale / divisor);
}

// count per simulated second, in millionths.
std::int64_t rate(std::uint64_t count, Duration simulated) {
  const std::int64_t nanoseconds = std::max<std::int64_t>(simulated.count(), 1);
  return scaled_quotient(count, 1'000'000'000'000'000, static_cast<std::uint64_t>(nanoseconds));
}

// In millionths; absent when there is nothing to be a part of.
std::optional<std::int64_t> ratio(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? std::nullopt : std::optional(scaled_quotient(part, 1'000'000, whole));
}

std::int64_t integer(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

void add_payments(Metrics& metrics, const RunRecord& record) {
  std::vector<std::int64_t> latencies;
  for (const TransactionRow& row : record.transactions) {
    if (row.committed_at) {
      latencies.push_back((*row.committed_at - row.scheduled_at).count());
    }
  }
  const std::uint64_t committed = latencies.size();
  const std::uint64_t unfinished = record.transactions.size() - committed;
  metrics["transactions"] = integer(committed);
  metrics["throughput_tps"] = rate(committed, record.simulated);
  metrics["unfinished"] = integer(unfinished);
  add_percentiles(metrics, "finality_s.", std::move(latencies), unfinished);
}

void add_blocks(Metrics& metrics, const RunRecord& record) {
  std::vector<std::int64_t> intervals;
  std::vector<std::int64_t> decisions;
  for (const BlockRow& block : record.blocks) {
    if (block.committed_at) {
      decisions.push_back((*block.committed_at - block.first_proposed_at).count());
    }
  }
  add_percentiles(metrics, "decision_s.", std::move(decisions), 0);
  for (std::size_t i = 1; i < record.blocks.size(); ++i) {
    intervals.push_back(
        (record.blocks[i].first_commit_at - record.blocks[i - 1].first_commit_at).count());
  }
  metrics["commits"] = integer(record.blocks.size());
  metrics["rounds"] = integer(record.rounds);
  add_percentiles(metrics, "block_interval_s.", std::move(intervals), 0);
}

void add_messages(Metrics& metrics, const RunRecord& record) {
  SentFrames all;
  SentFrames agreement;
  for (const MessageKindRow& row : record.message_kinds) {
    all.frames_sent += row.sent.frames_sent;
    all.bytes_sent += row.sent.bytes_sent;
    agreement.frames_sent += row.is_agreement ? row.sent.frames_sent : 0;
    agreement.bytes_sent += row.is_agreement ? row.sent.bytes_sent : 0;
  }
  const std::uint64_t heights = record.blocks.size();
  metrics["signatures"] = integer(record.signatures);
  metrics["verifications"] = integer(record.verifications);
  metrics["repair.frames"] = integer(record.repaired.frames_sent);
  metrics["repair.bytes"] = integer(record.repaired.bytes_sent);
  metrics["repair.frames_share"] = ratio(record.repaired.frames_sent, agreement.frames_sent);
  metrics["repair.bytes_share"] = ratio(record.repaired.bytes_sent, agreement.bytes_sent);
  metrics["per_height.frames"] = ratio(all.frames_sent, heights);
  metrics["per_height.bytes"] = ratio(all.bytes_sent, heights);
  metrics["per_height.verifications"] = ratio(record.verifications, heights);
}

// Nobody's height is none; that of who trusts nothing yet is 0, and not infinite.
void add_light_clients(Metrics& metrics, const RunRecord& record) {
  std::optional<std::int64_t> lowest;
  std::uint64_t attacks = 0;
  for (const LightClientRow& row : record.light_clients) {
    lowest = std::min(lowest.value_or(integer(row.height)), integer(row.height));
    attacks += row.halted_at.has_value() ? 1U : 0U;
  }
  metrics["light_clients.count"] = integer(record.light_clients.size());
  metrics["light_clients.height"] = lowest;
  metrics["light_clients.attacks"] = integer(attacks);
  metrics["light_clients.culprits"] = integer(record.light_culprits.size());
}

template <std::size_t kCount>
std::int64_t sum(const std::array<std::uint64_t, kCount>& counts) {
  std::uint64_t total = 0;
  for (const std::uint64_t count : counts) {
    total += count;
  }
  return integer(total);
}

// The share that was found is of those that were begun; the share that succeeded leaves out those
// whose searcher, or the node searched for, was gone before an answer. Hops are those of what was
// found.
void add_lookups(Metrics& metrics, const LookupRecord& record) {
  LookupCounts all;
  std::uint64_t hops = 0;
  std::uint64_t hops_max = 0;
  for (const LookupCounts& kind : record.kinds) {
    all.lookups += kind.lookups;
    all.found += kind.found;
    all.unproven += kind.unproven;
    all.refused += kind.refused;
    all.wrong += kind.wrong;
    all.stale += kind.stale;
    all.questions += kind.questions;
    all.rejected += kind.rejected;
    all.searcher_gone += kind.searcher_gone;
    all.target_gone += kind.target_gone;
    for (std::uint64_t number = 0; number < kind.hops.size(); ++number) {
      hops += number * kind.hops[number];
      hops_max = kind.hops[number] != 0 ? std::max(hops_max, number) : hops_max;
    }
  }
  metrics["lookups.begun"] = integer(all.lookups);
  metrics["lookups.found"] = integer(all.found);
  metrics["lookups.unproven"] = integer(all.unproven);
  metrics["lookups.refused"] = integer(all.refused);
  metrics["lookups.wrong"] = integer(all.wrong);
  metrics["lookups.stale"] = integer(all.stale);
  metrics["lookups.unanswered"] = integer(record.unanswered);
  metrics["lookups.rejected_answers"] = integer(all.rejected);
  metrics["lookups.searcher_gone"] = integer(all.searcher_gone);
  metrics["lookups.target_gone"] = integer(all.target_gone);
  metrics["lookups.hops_max"] = integer(hops_max);
  metrics["lookups.found_share"] = ratio(all.found, all.lookups);
  metrics["lookups.success_share"] =
      ratio(all.found, all.lookups - all.searcher_gone - all.target_gone);
  metrics["lookups.hops_mean"] = ratio(hops, all.found);
  metrics["lookups.questions_mean"] = ratio(all.questions, all.lookups);
  std::vector<std::int64_t> times;
  for (const Duration time : record.latencies) {
    times.push_back(time.count());
  }
  add_percentiles(metrics, "lookup_s.", std::move(times), record.unanswered);
}

// The share is of all snapshots together; the rest of what tables hold is that of the last one.
void add_overlay(Metrics& metrics, const OverlayRecord& overlay) {
  const OverlaySnapshotRow last =
      overlay.snapshots.empty() ? OverlaySnapshotRow{} : overlay.snapshots.back();
  std::uint64_t nodes = 0;
  std::uint64_t consistent = 0;
  for (const OverlaySnapshotRow& row : overlay.snapshots) {
    nodes += row.in_system;
    consistent += row.consistent;
  }
  metrics["overlay.nodes"] = last.nodes;
  metrics["overlay.in_system"] = last.in_system;
  metrics["overlay.consistent"] = last.consistent;
  metrics["overlay.missing"] = integer(last.missing);
  metrics["overlay.foreign"] = integer(last.foreign);
  metrics["overlay.apart"] = last.apart;
  metrics["overlay.consistent_share"] = ratio(consistent, nodes);
  metrics["overlay.joins"] = integer(overlay.join_times.size());
  metrics["overlay.joins_unfinished"] = integer(overlay.joins_unfinished);
  metrics["overlay.notifications_per_join"] =
      ratio(overlay.notifications, overlay.join_times.size());
  metrics["overlay.failed"] = integer(overlay.failed);
  metrics["overlay.left"] = integer(overlay.left);
  metrics["overlay.repaired"] = integer(overlay.repaired);
  metrics["overlay.rejected"] = sum(overlay.rejected);
  metrics["overlay.unasked"] = integer(overlay.rejected.back());
  metrics["overlay.copies_refused"] = sum(overlay.copies_refused);
  metrics["overlay.copies_outvoted"] = integer(overlay.copies_outvoted);
  metrics["overlay.eclipsed"] = last.eclipsed;
  metrics["overlay.eclipse_alarms"] = integer(overlay.eclipse_alarms);
  std::vector<std::int64_t> times;
  for (const Duration time : overlay.join_times) {
    times.push_back(time.count());
  }
  add_percentiles(metrics, "overlay_join_s.", std::move(times), overlay.joins_unfinished);
}

}  // namespace

const std::vector<MetricKey>& metric_keys() {
  static const std::vector<MetricKey> kKeys = make_keys();
  return kKeys;
}

const MetricKey* find_metric(std::string_view name) {
  const std::string wanted = canonical(name);
  const auto& keys = metric_keys();
  const auto found = std::find_if(keys.begin(), keys.end(),
                                  [&](const MetricKey& key) { return key.name == wanted; });
  return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> metric_names() {
  std::vector<std::string> names;
  for (const MetricKey& key : metric_keys()) {
    names.push_back(key.name);
    for (const Alias& alias : kAliases) {
      if (key.name.starts_with(alias.name)) {
        names.push_back(std::string(alias.alias) + key.name.substr(alias.name.size()));
      }
    }
  }
  return names;
}

Metrics measure(const RunRecord& record) {
  Metrics metrics;
  metrics["events"] = integer(record.events);
  metrics["messages"] = integer(record.messages);
  metrics["bytes"] = integer(record.bytes);
  metrics["sim_seconds"] = record.simulated.count();
  add_blocks(metrics, record);
  add_payments(metrics, record);
  add_messages(metrics, record);
  // Nothing to recover from took no time; never having recovered took forever.
  metrics["recovery_s"] = 0;
  if (record.is_recovery_known) {
    metrics["recovery_s"] =
        record.recovery ? std::optional(record.recovery->count()) : std::nullopt;
  }
  metrics["ceilings.safety"] = record.ceilings.safety;
  metrics["ceilings.connectivity"] = record.ceilings.connectivity;
  metrics["ceilings.traitors"] = record.ceilings.traitors;
  const AccountabilityCounts& accountability = record.accountability;
  metrics["accountability.attributed_breaks"] =
      static_cast<std::int64_t>(accountability.attributed_breaks);
  metrics["accountability.unattributed_breaks"] =
      static_cast<std::int64_t>(accountability.unattributed_breaks);
  metrics["accountability.culprits"] = static_cast<std::int64_t>(accountability.culprits.size());
  metrics["accountability.suspects"] = static_cast<std::int64_t>(accountability.suspects.size());
  metrics["evidence"] = integer(record.evidence.size());
  metrics["violations"] = integer(record.violations.size());
  add_light_clients(metrics, record);
  if (record.overlay) {
    add_overlay(metrics, *record.overlay);
  }
  if (record.overlay && record.overlay->lookups) {
    add_lookups(metrics, *record.overlay->lookups);
  }
  for (const MetricKey& key : metric_keys()) {
    metrics.try_emplace(key.name, std::nullopt);
  }
  return metrics;
}

std::optional<std::int64_t> percentile(std::span<const std::int64_t> sorted,
                                       std::uint64_t unfinished, std::uint32_t percent) {
  const std::uint64_t count = sorted.size() + unfinished;
  const std::uint64_t rank = (count * percent + 99) / 100;
  if (rank == 0 || rank > sorted.size()) {
    return std::nullopt;
  }
  return sorted[rank - 1];
}

}  // namespace callo::sim
