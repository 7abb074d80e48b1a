#include <map>

#include "sim/checkers/checker_set.hpp"
#include "sim/hosts/standalone_host.hpp"
#include "sim/scenario/kinds.hpp"
#include "sim/scenario/recorder.hpp"
#include "sim/scenario/run_watcher.hpp"
#include "sim/scenario/world.hpp"
#include "tests/support/catch.hpp"

namespace callo::sim {

namespace {

using namespace std::chrono_literals;

constexpr std::uint32_t kNodes = 4;
constexpr Height kHeights = 30;
constexpr Duration kSync = 1ms;
constexpr Duration kOutage = 400ms;

// When, seen from the moment at which the k-th record was handed to the disk, and what is found.
struct CrashMoment {
  const char* name;
  Duration after;
  Disk disk;
};

constexpr CrashMoment kMoments[] = {
    {"durable and said", kSync + 1ns, Disk::kept},
    {"durable, not said", kSync / 2, Disk::kept},
    {"half written", kSync / 2, Disk::torn_tail},
    {"not durable", kSync / 2, Disk::unsynced_lost},
};

ScenarioSpec small_scenario() {
  ScenarioSpec spec;
  spec.name = "crash-after-record";
  spec.crypto = Crypto::modelled;
  spec.network.topology.nodes = kNodes;
  spec.network.fidelity = {Fidelity::latency, Fidelity::latency, Fidelity::latency};
  spec.consensus.timeout_propose = 300ms;
  spec.consensus.timeout_prevote = 100ms;
  spec.consensus.timeout_precommit = 100ms;
  spec.consensus.timeout_commit = 50ms;
  spec.consensus.status_interval = 100ms;
  spec.consensus.snapshot_interval = 7;
  spec.storage.sync = kSync;
  spec.workload.kind = WorkloadKind::none;
  return spec;
}

// One run in which one node crashes once, after its k-th record, and comes back.
class CrashRun final : private StepObserver {
 public:
  CrashRun(const ScenarioSpec& spec, EndpointId victim, std::size_t record, CrashMoment moment)
      : map_{spec.network},
        cast_{spec, map_, {}},
        world_{spec, map_, cast_, 1, true, memory_},
        context_{make_context()},
        checkers_{context_, safety_claims()},
        recorder_{kNodes, *context_.blocks},
        payments_{world_.simulation(), world_.workload(), *context_.blocks},
        watcher_{cast_, world_.simulation(), checkers_, recorder_, payments_},
        victim_{victim},
        record_{record},
        moment_{moment} {
    world_.simulation().feed().subscribe(watcher_);
    world_.simulation().feed().subscribe(*this);
  }

  // False when the victim wrote fewer records than that.
  bool run() {
    Simulation& simulation = world_.simulation();
    StandaloneHost host{simulation};
    simulation.start_all();
    stop_when_done(SimTime{kOutage});
    REQUIRE(host.run(SimTime{60s}).has_value());
    checkers_.on_end(simulation.now().time_since_epoch());
    return crashes_ == 1;
  }

  std::size_t records_at_crash() const { return records_at_crash_; }

  std::vector<Violation> violations() const { return checkers_.violations(); }

  bool is_live_again() const {
    for (std::uint32_t node = 0; node < kNodes; ++node) {
      if (watcher_.height(NodeId{node}) < kHeights) {
        return false;
      }
    }
    return true;
  }

  std::uint64_t tails_cut() const { return tails_cut_; }

 private:
  static std::vector<std::string> safety_claims() {
    std::vector<std::string> claims = claim_names();
    std::erase(claims, "liveness");  // every node's height is looked at instead
    return claims;
  }

  CheckContext make_context() {
    CheckContext context;
    context.chain_id = world_.chain_id();
    for (const Member& member : world_.membership().members()) {
      context.validators.push_back({member.node, member.key, member.power});
      context.endpoints.push_back({member.node, true});
    }
    context.genesis = world_.workload().genesis();
    context.verifier = &world_.verifier();
    return context;
  }

  StepInterest interest() const override { return kStepsWithRecords | kStepsWithNotices; }

  void on_step(const Step& step) override {
    for (const Notice& notice : step.effects.notices) {
      tails_cut_ += notice.kind == NoticeKind::log_tail_cut ? 1U : 0U;
    }
    if (step.endpoint != victim_ || records_at_crash_ != 0) {
      return;
    }
    records_ += step.effects.records.size();
    if (records_ >= record_ && watcher_.height(NodeId{victim_.value}) < kHeights) {
      records_at_crash_ = records_;
      schedule_crash(step.time);
    }
  }

  void schedule_crash(SimTime written) {
    Simulation& simulation = world_.simulation();
    simulation.at(written + moment_.after,
                  [this] { crashes_ += world_.simulation().node(victim_).crash() ? 1U : 0U; });
    simulation.at(written + kOutage,
                  [this] { world_.simulation().node(victim_).start(moment_.disk); });
  }

  void stop_when_done(SimTime at) {
    world_.simulation().at(at, [this, at] {
      if (is_live_again()) {
        world_.simulation().stop();
      } else {
        stop_when_done(at + kOutage);
      }
    });
  }

  NodeMap map_;
  Cast cast_;
  RunMemory memory_;
  World world_;
  CheckContext context_;
  CheckerSet checkers_;
  Recorder recorder_;
  PaymentClient payments_;
  RunWatcher watcher_;
  EndpointId victim_;
  std::size_t record_;
  CrashMoment moment_;
  std::size_t records_ = 0;
  std::size_t records_at_crash_ = 0;
  std::uint64_t crashes_ = 0;
  std::uint64_t tails_cut_ = 0;
};

}  // namespace

TEST_CASE("crash after record: whichever record was the last, nothing breaks and all go on",
          "[sim]") {
  const ScenarioSpec spec = small_scenario();
  std::uint64_t runs = 0;
  std::uint64_t tails_cut = 0;
  for (const CrashMoment& moment : kMoments) {
    for (std::uint32_t victim = 0; victim < kNodes; ++victim) {
      for (std::size_t record = 1;;) {
        INFO("node " << victim << " crashes after record " << record << ", " << moment.name);
        CrashRun run{spec, EndpointId{victim}, record, moment};
        if (!run.run()) {
          REQUIRE(record > 4 * kHeights);  // at least four records a height
          break;
        }
        for (const Violation& violation : run.violations()) {
          FAIL_CHECK(violation.claim << ": " << violation.detail);
        }
        REQUIRE(run.is_live_again());
        REQUIRE(run.tails_cut() == (moment.disk == Disk::torn_tail ? 1U : 0U));
        tails_cut += run.tails_cut();
        ++runs;
        // Records of one step become durable together.
        record = run.records_at_crash() + 1;
      }
    }
  }
  WARN(runs << " crashes, " << tails_cut << " torn tails");
}

}  // namespace callo::sim
