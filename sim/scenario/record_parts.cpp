#include "sim/scenario/record_parts.hpp"

#include "sim/scenario/message_names.hpp"

namespace callo::sim {

void record_traffic(const Simulation& simulation, RunRecord& record) {
  const NetworkCounters& counters = simulation.network().counters();
  record.messages = counters.messages_delivered;
  record.bytes = counters.bytes_delivered;
  for (std::uint8_t kind = 0; kind < kCountedKinds; ++kind) {
    const KindCounters& counted = counters.by_kind[kind];
    record.message_kinds.push_back({message_name(kind),
                                    {counted.frames_sent, counted.bytes_sent},
                                    counted.frames_delivered,
                                    is_agreement_kind(static_cast<MessageKind>(kind))});
  }
  record.signatures = simulation.work().signatures;
  record.verifications = simulation.work().verifications;
}

FaultRow fault_row(const Fault& fault, const FaultSurface& surface) {
  const FaultSettings& settings = fault.settings();
  FaultRow row;
  row.id = settings.id;
  row.kind = settings.kind;
  row.target = fault.target();
  row.at = settings.at;
  if (settings.duration) {
    row.until = settings.at + *settings.duration;
  }
  row.fired = fault.fired(surface);
  row.detail = fault.outcome();
  return row;
}

FaultRow traitor_row(const TraitorRole& role, std::uint64_t fired) {
  FaultRow row;
  row.id = "traitor-n" + std::to_string(role.node.value);
  row.kind = "traitor:" + role.spec.behaviour;
  row.target = "n" + std::to_string(role.node.value);
  row.at = role.spec.trigger.from;
  row.until = role.spec.trigger.until;
  row.fired = fired;
  return row;
}

}  // namespace callo::sim
