#pragma once

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "sim/checkers/overlay_checker.hpp"
#include "sim/hosts/simulation.hpp"
#include "sim/scenario/overlay_world.hpp"
#include "sim/trace/run_record.hpp"
#include "sim/workload/lookup_workload.hpp"

namespace callo::sim {

// Stands between those who search and their nodes: publishes the chain's items, hands lookups in
// when they are due at honest members drawn by lot, and counts what becomes of them.
class LookupClient final : public StepObserver {
 public:
  // Told of every answer to a lookup of an honest node.
  using Judge = std::function<void(const SearchedAnswer&)>;

  // All outlive it.
  LookupClient(const ScenarioSpec& spec, OverlayWorld& world, std::uint64_t seed, Judge judge);

  // Schedules the first lookup and the first blocks.
  void start();

  // Somebody lives there from now on.
  void on_tenant(std::uint32_t place);

  // Whoever lives there is not to be found any more.
  void on_leave(std::uint32_t place);

  // Nor does it wait for answers.
  void on_end_of_life(std::uint32_t place);

  const SearchTruth& truth() const { return truth_; }

  StepInterest interest() const override { return kEveryStep; }

  void on_step(const Step& step) override;

  LookupRecord take();

 private:
  struct Open {
    SearchOrder order;
    LookupKind kind{};
    SimTime scheduled;
    EndpointId searcher;
    bool is_searcher_gone = false;
    bool is_target_gone = false;
  };

  SearchedWorld searched_world() const;
  void publish(Height height);
  void publish_later(Height height, SimTime when);
  void submit_due();
  std::optional<EndpointId> draw_member(ScheduledLookup& lookup, bool by_popularity) const;
  std::optional<SearchOrder> draw_order(ScheduledLookup& lookup) const;
  void on_answer(const Step& step, const SearchAnswer& answer);
  bool is_stale(const Open& open, const SearchAnswer& answer) const;

  const ScenarioSpec& spec_;
  OverlayWorld& world_;
  Judge judge_;
  LookupWorkload workload_;
  std::map<OverlayId, EndpointId> endpoints_;  // of everybody who ever was there
  SearchTruth truth_;
  Height published_ = 0;
  std::uint64_t next_item_ = 0;
  std::vector<SimTime> published_at_;  // by height, from 1
  std::map<std::uint64_t, Open> open_;

  struct Seen {
    std::uint32_t incarnation = 0;
    std::uint64_t answers = 0;
  };

  std::vector<Seen> seen_;  // by place: of the node that is there
  LookupRecord record_;
};

}  // namespace callo::sim
