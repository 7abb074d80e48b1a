#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/node/driver.hpp"
#include "sim/engine/engine.hpp"
#include "sim/hosts/backlog.hpp"
#include "sim/hosts/disk.hpp"
#include "sim/hosts/node_clock.hpp"
#include "sim/hosts/step_feed.hpp"
#include "sim/network/network.hpp"

namespace callo::sim {

// Time that cryptography takes one core; all zero: it is free.
struct ProcessorCosts {
  Duration signature{};
  Duration verification{};
  Duration hash_kib{};  // per 1,024 bytes hashed
};

struct NodeSettings {
  ClockSettings clock;
  ProcessorCosts processor;
  Duration sync_latency{};     // from an append to its records being durable
  std::uint64_t damage_key{};  // of the stream that damage to the disk is drawn from
};

// Cryptographic work of all nodes together, whether or not it costs time.
struct WorkTotals {
  std::uint64_t signatures{};
  std::uint64_t verifications{};
};

// Makes the machine of an endpoint, anew for every incarnation.
using MachineFactory = std::function<std::unique_ptr<Machine>(EndpointId)>;

// What the nodes of a run share.
struct NodeSurroundings {
  Engine& engine;
  Network& network;
  StepFeed& feed;
  MachineFactory machine_factory;
  CalendarTime calendar_start;
  RequestHandler* requests = nullptr;
  Effects workspace;                     // of all drivers: one node steps at a time
  std::vector<const Machine*> machines;  // by endpoint, null while down: to fetch them ahead
  WorkTotals work{};                     // of all steps so far
};

// One endpoint: the production driver and a machine, and every port of the shim in simulated time.
// It lives through many incarnations; events made for a dead one are ignored. Down at first.
class alignas(64) SimulatedNode final : private Clock,
                                        private Observer,
                                        private Timers,
                                        private Transport,
                                        private Storage,
                                        private Processor,
                                        private Outlet {
 public:
  SimulatedNode(EndpointId endpoint, const NodeSettings& settings, NodeSurroundings& surroundings);
  SimulatedNode(const SimulatedNode&) = delete;
  SimulatedNode& operator=(const SimulatedNode&) = delete;
  ~SimulatedNode() override;

  // These say whether they changed anything: a node that is down cannot crash, and one whose log is
  // damaged does not start. Never from inside a step.
  bool start(Disk disk = Disk::kept);
  // The two halves of start: it can be reached, and then takes its first step.
  bool bring_up(Disk disk);
  void begin();
  bool crash();
  // A paused node takes no input, its timers fire late, and what waits for the disk or the
  // processor waits. Pauses are counted; a crash ends all of them.
  bool pause();
  bool resume();

  bool is_up() const { return machine_ != nullptr; }

  bool is_paused() const { return pauses_ != 0; }

  std::uint32_t incarnation() const { return incarnation_; }

  // Null while down.
  Machine* machine() const { return machine_.get(); }

  // False when down: the input is lost.
  bool deliver(Input input);

  // Brings what a delivery needs into the cache.
  void fetch() const {
    constexpr std::size_t kLine = 64;
    const auto* first = reinterpret_cast<const char*>(this);
    for (std::size_t line = 0; line < kHotBytes; line += kLine) {
      __builtin_prefetch(first + line);
    }
  }

  // An event whose kind is the node's; for a delivery, one that the network has admitted.
  void on_event(Event& event);

  // Faults of the clock and the disk.
  void set_drift(std::int64_t drift_ppb);

  void shift_calendar(Duration by) {
    clock_.shift_calendar(by);
    calendar_shift_ += by;
  }

  CalendarTime calendar() const { return now().calendar; }

  // By all shifts so far together.
  Duration calendar_shift() const { return calendar_shift_; }

  void set_sync_latency(Duration latency) { sync_latency_ = latency; }

  // Processor and disk take so many times as long, for what they have begun as well.
  void set_slowness(std::uint32_t factor);

  // Called once, from inside the step, when the node next gives records to its disk.
  void on_next_append(std::function<void()> hook) { append_hook_ = std::move(hook); }

  // Why the node did not start when it was last told to; empty when it did.
  const std::string& refusal() const { return refusal_; }

  const std::vector<Record>& disk() const { return disk_; }

  Duration processor_time() const { return processor_time_; }

 private:
  struct TimerSlot {
    std::uint64_t generation = 0;  // an event of another generation is stale
    bool is_armed = false;
    MonotonicTime deadline;
  };

  struct Sync {
    StepTicket ticket;
    std::size_t records;  // durable once it is done, dropped ones counted
  };

  Now now() const override { return clock_.at(surroundings_.engine.now()); }

  void arm(TimerId timer, MonotonicTime deadline) override;
  void disarm(TimerId timer) override;
  void send(std::span<const EndpointId> to, const Frame& frame,
            MessageClass message_class) override;
  void append(std::span<const Record> records, StepTicket ticket) override;
  bool spend(const Work& work, StepTicket ticket) override;
  void on_step(Now now, const Input& input, const Effects& effects) override;
  void on_commit(const CommitEffect& commit) override;
  void on_evidence(const EvidenceEffect& evidence) override;
  void on_blame(const BlameEffect& blame) override;
  void on_request(const Request& request) override;
  void on_cancel(RequestToken token) override;

  void step(const Input& input);
  Result<Started> read_disk(Disk disk) const;
  void on_timer(const Event& event);
  void on_durable();
  void drop_needless_records();
  void on_processed();
  void schedule_timer(std::uint8_t slot);
  void schedule(SimTime time, EventKind kind);
  Duration cost_of(const Work& work) const;
  void forget_waiting();

  // What every delivery touches comes first; see fetch().
  static constexpr std::size_t kHotBytes = 192;

  const EndpointId endpoint_;
  std::uint32_t incarnation_ = 0;
  NodeSurroundings& surroundings_;
  NodeClock clock_;
  std::unique_ptr<Machine> machine_;
  std::uint32_t pauses_ = 0;
  bool in_driver_ = false;
  std::optional<Driver> driver_;
  std::array<TimerSlot, kTimerSlots> timers_;

  ProcessorCosts costs_;
  Duration sync_latency_;
  std::uint32_t slowness_ = 1;
  std::uint64_t damage_key_;
  std::string refusal_;
  std::function<void()> append_hook_;
  std::vector<Record> disk_;
  std::size_t durable_records_ = 0;
  std::size_t dropped_records_ = 0;  // from the front of the disk, over all incarnations
  std::uint64_t cut_bytes_ = 0;      // of the tail that this incarnation found torn
  Backlog<Sync> syncs_;
  Backlog<StepTicket> steps_;
  std::uint64_t speed_changes_ = 0;  // an event of before one of them is stale
  Duration processor_time_{};
  Duration calendar_shift_{};

  std::vector<std::variant<Event, Input>> waiting_;  // of a paused node, oldest first
};

}  // namespace callo::sim
