#include "sim/hosts/simgrid_host.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <limits>
#include <optional>
#include <utility>

#include <simgrid/kernel/Timer.hpp>
#include <simgrid/kernel/resource/Model.hpp>
#include <simgrid/s4u.hpp>
#include <xbt/log.h>

#include "protocol/base/check.hpp"
#include "sim/hosts/simgrid_flows.hpp"
#include "sim/hosts/simgrid_platform.hpp"

namespace callo::sim {

namespace {

namespace s4u = simgrid::s4u;

constexpr double kNever = std::numeric_limits<double>::infinity();
constexpr SimTime kFluidLimit{std::chrono::hours{24 * 30}};

// SimGrid replaces handlers of signals; the program keeps its own.
class SignalHandlers {
 public:
  SignalHandlers() {
    each([](int signal, struct sigaction* saved) { sigaction(signal, nullptr, saved); });
  }

  ~SignalHandlers() {
    each([](int signal, struct sigaction* saved) { sigaction(signal, saved, nullptr); });
  }

  SignalHandlers(const SignalHandlers&) = delete;
  SignalHandlers& operator=(const SignalHandlers&) = delete;

 private:
  template <typename Act>
  void each(Act act) {
    constexpr std::array kSignals{SIGINT, SIGTERM, SIGSEGV, SIGBUS};
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
      act(kSignals[i], &saved_[i]);
    }
  }

  std::array<struct sigaction, 4> saved_{};
};

// The event core as one of SimGrid's models.
class EventModel final : public simgrid::kernel::resource::Model {
 public:
  EventModel(Simulation& simulation, SimgridFlows* flows)
      : Model{"callo"}, simulation_{simulation}, engine_{simulation.engine()}, flows_{flows} {}

  void set_limit(SimTime limit) { limit_ = limit; }

  // SimGrid asks for the time until the next event, once all that happens `now` has happened. This
  // is the moment to run ahead: whatever is due before SimGrid's own next event cannot be
  // influenced by it.
  double next_occurring_event(double now) override {
    if (flows_ != nullptr) {
      flows_->forget_ended();
    }
    if (is_over_) {
      return -1;
    }
    double horizon = others_next(now);
    while (may_step(now, horizon)) {
      const bool touched_simgrid = engine_.next_needs_host_clock();
      engine_.step(simulation_.handler());
      if (touched_simgrid) {
        if (flows_ != nullptr && flows_->take_failures()) {
          return 0;
        }
        // A flow may have started: SimGrid must not jump over its end.
        horizon = others_next(now);
      }
    }
    return time_to_next(now, horizon);
  }

  void update_actions_state(double /*now*/, double /*delta*/) override {}

 private:
  bool may_step(double now, double horizon) {
    if (engine_.stopped() || engine_.empty()) {
      return false;
    }
    const SimTime next = engine_.next_time();
    const bool is_due = is_shown(next, now);
    const bool is_before_others =
        horizon == kNever || static_cast<double>(nanoseconds(next)) < std::floor(horizon * 1e9);
    return next <= limit_ && (is_due || (is_before_others && !engine_.next_needs_host_clock()));
  }

  // Whether SimGrid's clock has reached the date, up to the grain of a double.
  static bool is_shown(SimTime time, double now) {
    return nanoseconds(time) <= simgrid_nanoseconds(now) || in_seconds(time) <= now;
  }

  static double in_seconds(SimTime time) { return static_cast<double>(nanoseconds(time)) * 1e-9; }

  double time_to_next(double now, double horizon) {
    const SimTime own = engine_.next_time();
    const double next = std::min(own == kSimEnd ? kNever : in_seconds(own), horizon);
    const bool has_more = next != kNever && !(own > limit_ && next > in_seconds(limit_));
    if (engine_.stopped() || !has_more) {
      return end();
    }
    return std::max(0.0, next - now);
  }

  double end() {
    is_over_ = true;
    if (flows_ == nullptr || flows_->in_flight() == 0) {
      return -1;
    }
    flows_->abandon();
    return 0;
  }

  double others_next(double now) const {
    double next = kNever;
    for (Model* model : s4u::Engine::get_instance()->get_all_models()) {
      const double delta = model == this ? -1 : model->next_occurring_event(now);
      if (delta >= 0) {
        next = std::min(next, now + delta);
      }
    }
    const double timer = simgrid::kernel::timer::Timer::next();
    return timer >= 0 ? std::min(next, timer) : next;
  }

  Simulation& simulation_;
  Engine& engine_;
  SimgridFlows* flows_;
  SimTime limit_{};
  bool is_over_ = false;
};

}  // namespace

class SimgridHost::Core {
 public:
  explicit Core(Simulation& simulation) : simulation_{simulation} {
    const SignalHandlers kept;
    char name[] = "callo";
    char* arguments[] = {name, nullptr};
    int count = 1;
    engine_.emplace(&count, arguments);
    configure();
    build();
  }

  Result<void> run(SimTime limit) {
    if (!failure_.message.empty()) {
      return fail(failure_.message);
    }
    if (flows_ && limit > kFluidLimit) {
      return fail("fidelity \"fluid\" is exact for 30 simulated days at most: use \"queue\"");
    }
    model_->set_limit(limit);
    engine_->run();
    Engine& core = simulation_.engine();
    if (!core.stopped() && limit != kSimEnd) {
      core.advance_to(limit);
    }
    return {};
  }

 private:
  static void configure() {
    xbt_log_control_set("root.thresh:error");
    s4u::Engine::set_config("network/model:CM02");
    s4u::Engine::set_config("network/crosstraffic:0");
    // A huge window: the rate of a flow is not bound by its round-trip time.
    s4u::Engine::set_config("network/TCP-gamma:1e18");
    // Ends of flows are told apart down to a nanosecond.
    s4u::Engine::set_config("surf/precision:1e-9");
    s4u::Engine::set_config("contexts/factory:raw");
  }

  void build() {
    if (simulation_.network().needs_carrier()) {
      auto hosts = build_platform(simulation_.network().config());
      if (!hosts) {
        failure_ = hosts.error();
        return;
      }
      flows_.emplace(simulation_.engine(), std::move(*hosts));
      flows_->report_to(simulation_.network().attach(*flows_));
    } else {
      s4u::create_empty_zone("world")->seal();
    }
    // Last of all models: those that it asks for their next event are all there.
    model_ = std::make_shared<EventModel>(simulation_, flows_ ? &*flows_ : nullptr);
    engine_->add_model(model_);
  }

  Simulation& simulation_;
  std::optional<s4u::Engine> engine_;
  std::optional<SimgridFlows> flows_;
  std::shared_ptr<EventModel> model_;
  Error failure_;
};

SimgridHost::SimgridHost(Simulation& simulation) : core_{std::make_unique<Core>(simulation)} {}

SimgridHost::~SimgridHost() = default;

Result<void> SimgridHost::run(SimTime limit) {
  return core_->run(limit);
}

}  // namespace callo::sim
