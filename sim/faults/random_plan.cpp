#include "sim/faults/random_plan.hpp"

#include <algorithm>

#include "protocol/base/check.hpp"
#include "sim/engine/random_stream.hpp"
#include "sim/engine/swarm.hpp"
#include "sim/faults/registry.hpp"

namespace callo::sim {

namespace {

constexpr int kTriesOfOneKind = 8;
constexpr int kTries = 3 * kTriesOfOneKind;

class PlanDrawer {
 public:
  explicit PlanDrawer(const RandomPlanSettings& settings)
      : settings_{settings},
        atlas_{settings.atlas},
        random_{settings.seed, Purpose::of("random faults")},
        draw_{settings.world, random_} {
    CALLO_CHECK(settings.from < settings.until);
    CALLO_CHECK(settings.world.cities.size() >= 2);
    CALLO_CHECK(settings.crashed_max >= 1);
  }

  std::vector<FaultSettings> draw() {
    std::vector<std::string> kinds = settings_.kinds;
    std::erase_if(kinds, [this](const std::string& kind) { return !is_possible(kind); });
    if (kinds.empty()) {
      return {};
    }
    kinds_ = draw_swarm(kinds, random_);
    for (std::uint32_t number = 1; number <= settings_.faults; ++number) {
      add_fault(number);
    }
    return std::move(plan_);
  }

 private:
  bool is_possible(const std::string& kind) const {
    switch (find_fault_maker(kind)->need) {
      case WorldNeed::two_cities:
        return settings_.world.cities_total >= 2;
      case WorldNeed::bandwidth:
        return settings_.world.is_bandwidth_modelled;
      case WorldNeed::risk_groups:
        return !settings_.world.risk_groups.empty();
      case WorldNeed::sites:
        return !settings_.world.sites.empty();
      case WorldNeed::countries:
        return !settings_.world.countries.empty();
      case WorldNeed::nothing:
        break;
    }
    return true;
  }

  void add_fault(std::uint32_t number) {
    const FaultMaker* maker = nullptr;
    for (int attempt = 0; attempt < kTries; ++attempt) {
      if (attempt % kTriesOfOneKind == 0) {
        maker = find_fault_maker(kinds_[random_.below(kinds_.size())]);
      }
      FaultSettings fault;
      fault.kind = maker->kind;
      fault.id = "random-" + std::to_string(number);
      fault.seed = random_.next();
      fault.endpoints_total = static_cast<std::uint32_t>(settings_.world.cities.size());
      draw_window(fault);
      maker->draw(fault, draw_);
      plan_.push_back(std::move(fault));
      if (is_within_budget()) {
        return;
      }
      plan_.pop_back();
    }
  }

  void draw_window(FaultSettings& fault) {
    const std::int64_t from = settings_.from.count();
    const std::int64_t until = settings_.until.count();
    const std::int64_t start = random_.between(from, until - 1);
    // Short faults are as likely as long ones: up to the whole rest, but often far less.
    const std::int64_t longest = random_.between(1, until - start);
    fault.at = Duration{start};
    fault.duration = Duration{random_.between((longest + 1) / 2, longest)};
  }

  bool is_within_budget() const {
    if (settings_.budget == FaultBudget::unlimited) {
      return true;
    }
    // The number of crashed nodes grows only where a crash begins.
    const bool is_crowded = std::any_of(plan_.begin(), plan_.end(), [&](const auto& fault) {
      return atlas_.crashed(plan_, fault.at) > settings_.crashed_max;
    });
    if (is_crowded) {
      return false;
    }
    return settings_.budget == FaultBudget::survivable
               ? atlas_.admits(plan_).has_value()
               : atlas_.admits_once_healed(plan_).has_value() || !goes_on_without_faults();
  }

  // Where the traitors alone leave no core, no plan can be asked for one.
  bool goes_on_without_faults() const { return atlas_.admits_once_healed({}).has_value(); }

  const RandomPlanSettings& settings_;
  FaultAtlas atlas_;
  RandomStream random_;
  PlanDraw draw_;
  std::vector<std::string> kinds_;
  std::vector<FaultSettings> plan_;
};

}  // namespace

std::vector<FaultSettings> draw_random_plan(const RandomPlanSettings& settings) {
  return PlanDrawer{settings}.draw();
}

}  // namespace callo::sim
