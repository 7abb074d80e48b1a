#include "sim/hosts/simgrid_flows.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "protocol/base/check.hpp"
#include "sim/hosts/simgrid_platform.hpp"

namespace callo::sim {

namespace s4u = simgrid::s4u;

std::int64_t simgrid_nanoseconds(double seconds) {
  return std::llround(seconds * 1e9);
}

SimgridFlows::SimgridFlows(const Engine& engine, std::vector<s4u::Host*> hosts)
    : engine_{engine}, hosts_{std::move(hosts)} {
  s4u::Activity::on_completion_cb([this](const s4u::Activity& activity) { on_end(activity); });
}

void SimgridFlows::start(const BulkTransfer& transfer) {
  check_clock();
  s4u::Host* from = hosts_[transfer.from.value];
  s4u::Host* to = hosts_[transfer.to.value];
  CALLO_CHECK(from->is_on() && to->is_on());
  if (free_.empty()) {
    free_.push_back(&flows_.emplace_back());
  }
  Flow* flow = free_.back();
  free_.pop_back();
  flow->token = transfer.token;
  flow->comm = s4u::Comm::sendto_init(from, to);
  flow->comm->set_payload_size(std::max<std::uint64_t>(transfer.bytes, 1));
  flow->comm->set_data(flow);
  ++in_flight_;
  flow->comm->start();
}

void SimgridFlows::set_up(EndpointId endpoint, bool is_up) {
  s4u::Host* host = hosts_[endpoint.value];
  if (host->is_on() == is_up) {
    return;
  }
  check_clock();
  if (is_up) {
    host->turn_on();
  } else {
    host->turn_off();
    has_failures_ = true;
  }
}

void SimgridFlows::set_bandwidth(EndpointId endpoint, std::int64_t up_bits_per_s,
                                 std::int64_t down_bits_per_s) {
  check_clock();
  const AccessLinks links = access_links(endpoint);
  links.up->set_bandwidth(bytes_per_second(up_bits_per_s));
  links.down->set_bandwidth(bytes_per_second(down_bits_per_s));
}

void SimgridFlows::on_end(const s4u::Activity& activity) {
  auto* flow = static_cast<Flow*>(dynamic_cast<const s4u::Comm&>(activity).get_data<void>());
  ended_.push_back(flow);
  --in_flight_;
  if (is_over_) {
    return;
  }
  CALLO_CHECK(receiver_ != nullptr);
  receiver_->on_bulk_end(flow->token, sim_time(simgrid_nanoseconds(s4u::Engine::get_clock())),
                         activity.get_state() == s4u::Activity::State::FINISHED);
}

void SimgridFlows::forget_ended() {
  for (Flow* flow : ended_) {
    flow->comm.reset();
    free_.push_back(flow);
  }
  ended_.clear();
}

void SimgridFlows::abandon() {
  is_over_ = true;
  for (Flow& flow : flows_) {
    if (flow.comm && std::find(ended_.begin(), ended_.end(), &flow) == ended_.end()) {
      flow.comm->cancel();
    }
  }
}

void SimgridFlows::check_clock() const {
  CALLO_CHECK(nanoseconds(engine_.now()) == simgrid_nanoseconds(s4u::Engine::get_clock()));
}

}  // namespace callo::sim
