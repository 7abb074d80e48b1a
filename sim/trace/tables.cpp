#include "sim/trace/tables.hpp"

#include <type_traits>

namespace callo::sim {

namespace {

constexpr std::int64_t kNanosecondsPerSecond = 1'000'000'000;
constexpr std::size_t kDecimals = 9;

std::string cell(Duration time) {
  const std::int64_t ns = time.count();
  const std::string fraction = std::to_string(ns % kNanosecondsPerSecond);
  return std::to_string(ns / kNanosecondsPerSecond) + "." +
         std::string(kDecimals - fraction.size(), '0') + fraction;
}

// RFC 4180: quoted only where it must be.
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) {
    return text;
  }
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return quoted + "\"";
}

std::string cell(const char* text) {
  return text;
}

template <typename T>

requires std::is_integral_v<T> std::string cell(T value) {
  return std::to_string(value);
}

template <typename T>
std::string cell(const std::optional<T>& value) {
  return value ? cell(*value) : std::string();
}

template <typename... Cells>
void add_row(std::string& table, const Cells&... cells) {
  const char* separator = "";
  ((table += separator, table += cell(cells), separator = ","), ...);
  table += '\n';
}

std::string node_list(const std::vector<std::uint32_t>& nodes) {
  std::string text;
  for (const std::uint32_t node : nodes) {
    text += (text.empty() ? "" : " ") + std::to_string(node);
  }
  return text;
}

std::string blocks_csv(const RunRecord& record) {
  std::string table;
  add_row(table, "height", "round", "proposer", "proposed_at_s", "committed_at_s",
          "first_commit_at_s", "transactions", "bytes", "block_hash");
  for (const BlockRow& row : record.blocks) {
    add_row(table, row.height, row.round, row.proposer, row.proposed_at, row.committed_at,
            row.first_commit_at, row.transactions, row.bytes, row.block_hash);
  }
  return table;
}

std::string transactions_csv(const RunRecord& record) {
  std::string table;
  add_row(table, "id", "payer", "payee", "amount", "currency", "scheduled_at_s", "submitted_at_s",
          "committed_at_s", "height", "finality_s");
  for (const TransactionRow& row : record.transactions) {
    std::optional<Duration> finality;
    if (row.committed_at) {
      finality = *row.committed_at - row.scheduled_at;
    }
    add_row(table, row.id, row.payer, row.payee, row.amount, row.currency, row.scheduled_at,
            row.submitted_at, row.committed_at, row.height, finality);
  }
  return table;
}

std::string nodes_csv(const RunRecord& record) {
  std::string table;
  add_row(table, "node", "name", "city", "label", "neighbours", "traitor", "height", "commits",
          "messages_sent", "messages_received", "bytes_sent", "bytes_received", "crashes");
  for (const NodeRow& row : record.nodes) {
    add_row(table, row.node, row.name, row.city, row.label, node_list(row.neighbours), row.traitor,
            row.height, row.commits, row.messages_sent, row.messages_received, row.bytes_sent,
            row.bytes_received, row.crashes);
  }
  return table;
}

std::string faults_csv(const RunRecord& record) {
  std::string table;
  add_row(table, "id", "kind", "target", "at_s", "until_s", "fired", "detail");
  for (const FaultRow& row : record.faults) {
    add_row(table, row.id, row.kind, row.target, row.at, row.until, row.fired, row.detail);
  }
  return table;
}

std::string evidence_csv(const RunRecord& record) {
  std::string table;
  add_row(table, "culprit", "kind", "height", "round", "reporter", "found_at_s");
  for (const EvidenceRow& row : record.evidence) {
    add_row(table, row.culprit, row.kind, row.height, row.round, row.reporter, row.found_at);
  }
  return table;
}

std::string light_clients_csv(const RunRecord& record) {
  std::string table;
  add_row(table, "client", "node", "city", "primary", "witnesses", "trusted_height", "started_at_s",
          "height", "heads", "halted_at_s", "attack", "messages_sent", "messages_received",
          "bytes_received");
  for (const LightClientRow& row : record.light_clients) {
    add_row(table, row.client, row.node, row.city, row.primary, node_list(row.witnesses),
            row.trusted_height, row.started_at, row.height, row.heads, row.halted_at, row.attack,
            row.messages_sent, row.messages_received, row.bytes_received);
  }
  return table;
}

std::string overlay_csv(const OverlayRecord& overlay) {
  std::string table;
  add_row(table, "at_s", "nodes", "in_system", "consistent", "missing", "foreign", "apart",
          "eclipsed");
  for (const OverlaySnapshotRow& row : overlay.snapshots) {
    add_row(table, row.at, row.nodes, row.in_system, row.consistent, row.missing, row.foreign,
            row.apart, row.eclipsed);
  }
  return table;
}

std::string lookups_csv(const LookupRecord& record) {
  std::string table;
  add_row(table, "kind", "lookups", "found", "unproven", "refused", "wrong", "stale", "questions",
          "rejected_answers", "searcher_gone", "target_gone");
  for (const LookupCounts& row : record.kinds) {
    add_row(table, row.kind, row.lookups, row.found, row.unproven, row.refused, row.wrong,
            row.stale, row.questions, row.rejected, row.searcher_gone, row.target_gone);
  }
  return table;
}

std::string lookup_hops_csv(const LookupRecord& record) {
  std::string table;
  add_row(table, "kind", "hops", "lookups");
  for (const LookupCounts& row : record.kinds) {
    for (std::size_t hops = 0; hops < row.hops.size(); ++hops) {
      add_row(table, row.kind, hops, row.hops[hops]);
    }
  }
  return table;
}

}  // namespace

std::map<std::string, std::string> csv_tables(const RunRecord& record) {
  if (record.overlay) {
    std::map<std::string, std::string> tables{{"overlay.csv", overlay_csv(*record.overlay)},
                                              {"nodes.csv", nodes_csv(record)},
                                              {"faults.csv", faults_csv(record)}};
    if (record.overlay->lookups) {
      tables.emplace("lookups.csv", lookups_csv(*record.overlay->lookups));
      tables.emplace("lookup_hops.csv", lookup_hops_csv(*record.overlay->lookups));
    }
    return tables;
  }
  std::map<std::string, std::string> tables{{"blocks.csv", blocks_csv(record)},
                                            {"transactions.csv", transactions_csv(record)},
                                            {"nodes.csv", nodes_csv(record)},
                                            {"faults.csv", faults_csv(record)},
                                            {"evidence.csv", evidence_csv(record)}};
  if (!record.light_clients.empty()) {
    tables["light_clients.csv"] = light_clients_csv(record);
  }
  return tables;
}

}  // namespace callo::sim
