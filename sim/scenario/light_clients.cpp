#include "sim/scenario/light_clients.hpp"

#include <algorithm>
#include <array>

namespace callo::sim {

namespace {

constexpr std::array kAttackNames{"equivocation", "amnesia", "lunatic", "forward_lunatic"};

}  // namespace

std::string attack_name(LightAttackKind kind) {
  return kAttackNames.at(static_cast<std::size_t>(kind));
}

LightClients::LightClients(const ScenarioSpec& spec, const NodeMap& map, const Cast& cast,
                           World& world, CheckerSet& checkers)
    : cast_{cast}, world_{world}, checkers_{checkers} {
  for (const LightClientSpec& given : spec.light_clients) {
    Client& client = clients_.emplace_back();
    client.trusted_height = static_cast<Height>(given.trusted_height);
    client.row.client = static_cast<std::uint32_t>(clients_.size()) - 1;
    client.row.node = cast.light_id(client.row.client).value;
    client.row.primary = resolve_nodes(map, given.primary).front();
    client.row.witnesses = resolve_nodes(map, given.witnesses);
    client.row.city = given.city.empty() ? map.city(client.row.primary) : given.city;
    client.row.trusted_height = client.trusted_height;
    client.row.at = given.at;
  }
}

// Whom its user asks is the first honest node that has the block.
void LightClients::on_commit(SimTime time, EndpointId endpoint, const CommitEffect& commit) {
  if (cast_.is_light(endpoint) || !cast_.is_honest(cast_.node_of(endpoint))) {
    return;
  }
  for (Client& client : clients_) {
    if (client.is_started || commit.height != client.trusted_height) {
      continue;
    }
    client.is_started = true;
    world_.trust(client.row.client, {commit.height, commit.block_hash});
    const std::uint32_t number = client.row.client;
    world_.simulation().at(std::max(time, SimTime{client.row.at}),
                           [this, number] { start(number); });
  }
}

void LightClients::start(std::uint32_t number) {
  Simulation& simulation = world_.simulation();
  LightClientRow& row = clients_[number].row;
  row.started_at = simulation.now().time_since_epoch();
  Moment moment;
  moment.step = simulation.feed().steps();
  moment.time = *row.started_at;
  moment.endpoint = cast_.light_endpoint(number);
  moment.node = cast_.light_id(number);
  checkers_.on_light_start(moment);
  simulation.node(moment.endpoint).start();
}

void LightClients::on_step(const Step& step) {
  if (!cast_.is_light(step.endpoint)) {
    return;
  }
  Client& client = clients_[step.endpoint.value - cast_.light_endpoint(0).value];
  LightClientRow& row = client.row;
  const auto* const node =
      dynamic_cast<const LightNode*>(world_.simulation().node(step.endpoint).machine());
  CALLO_CHECK(node != nullptr);
  const Moment moment{step.number, step.time.time_since_epoch(), step.endpoint, step.incarnation,
                      cast_.light_id(row.client)};
  if (node->head() != nullptr && node->head()->height() > row.height) {
    row.height = node->head()->height();
    ++row.heads;
    checkers_.on_light_head(moment, *node->head());
  }
  if (node->attacks().size() > client.attacks) {
    client.attacks = node->attacks().size();
    row.halted_at = moment.time;
    row.attack = attack_name(node->attacks().front().attack.kind);
    checkers_.on_light_attacks(moment, node->attacks());
  }
}

std::vector<LightClientRow> LightClients::rows() const {
  std::vector<LightClientRow> rows;
  for (const Client& client : clients_) {
    LightClientRow& row = rows.emplace_back(client.row);
    const EndpointCounters& counters =
        world_.simulation().network().counters(cast_.light_endpoint(row.client));
    row.messages_sent = counters.messages_sent;
    row.messages_received = counters.messages_received;
    row.bytes_received = counters.bytes_received;
  }
  return rows;
}

}  // namespace callo::sim
