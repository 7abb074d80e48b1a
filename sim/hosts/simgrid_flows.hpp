#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include <simgrid/s4u.hpp>

#include "sim/engine/engine.hpp"
#include "sim/network/bulk_carrier.hpp"

namespace callo::sim {

// Bulk transfers as SimGrid flows: one-sided communications that no actor takes part in. SimGrid
// tells of their end by a callback of the whole process, hence one object per process.
class SimgridFlows final : public BulkCarrier {
 public:
  SimgridFlows(const Engine& engine, std::vector<simgrid::s4u::Host*> hosts);

  void report_to(BulkReceiver& receiver) { receiver_ = &receiver; }

  void start(const BulkTransfer& transfer) override;
  void set_up(EndpointId endpoint, bool is_up) override;
  void set_bandwidth(EndpointId endpoint, std::int64_t up_bits_per_s,
                     std::int64_t down_bits_per_s) override;

  // Forgets ended flows; a flow cannot be forgotten inside the callback that tells of its end.
  void forget_ended();
  // Gives up all flows without telling anybody: the run is over.
  void abandon();

  // True once after flows were made to fail: SimGrid must handle that before its clock moves.
  bool take_failures() { return std::exchange(has_failures_, false); }

  std::size_t in_flight() const { return in_flight_; }

 private:
  struct Flow {
    simgrid::s4u::CommPtr comm;
    std::uint64_t token;
  };

  void on_end(const simgrid::s4u::Activity& activity);
  void check_clock() const;

  const Engine& engine_;
  std::vector<simgrid::s4u::Host*> hosts_;
  BulkReceiver* receiver_ = nullptr;
  std::deque<Flow> flows_;  // never moves a flow: SimGrid holds its address
  std::vector<Flow*> free_;
  std::vector<Flow*> ended_;
  std::size_t in_flight_ = 0;
  bool has_failures_ = false;
  bool is_over_ = false;
};

// The one place where SimGrid's seconds become nanoseconds.
std::int64_t simgrid_nanoseconds(double seconds);

}  // namespace callo::sim
