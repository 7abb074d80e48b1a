#include "sim/explore/shrink.hpp"

#include <algorithm>

#include "sim/explore/ddmin.hpp"
#include "sim/explore/document_edits.hpp"
#include "sim/scenario/show.hpp"

namespace callo::sim {

namespace {

constexpr Duration kGrain = std::chrono::milliseconds(100);  // of when a run ends

class Shrinker {
 public:
  Shrinker(const Json& document, const Outcome& outcome, const std::string& signature,
           const FindFirst& find_first, std::uint64_t candidates_max)
      : signature_{signature},
        find_first_{find_first},
        candidates_max_{candidates_max},
        shrunk_{document, outcome, 0} {
    const Finding* finding = find_signature(outcome, signature);
    is_of_progress_ = finding == nullptr || finding->claim == "liveness" ||
                      finding->kind == FindingKind::expectation;
  }

  Shrunk run() {
    drop_tables(under_some_seeds);  // while the run is as long as it was
    bool has_changed = true;
    while (has_changed && has_budget()) {
      const Json before = shrunk_.document;
      cut_short();
      drop_tables(only_itself);
      repeat(with_plainer_worlds);
      repeat(with_one_node_less);
      drop_keys();
      repeat(with_simpler_values);
      repeat(with_earlier_dates);
      if (shrunk_.document == before) {
        drop_tables(under_some_seeds);
        repeat([this](const Json& document) { return sooner(document); });
      }
      has_changed = shrunk_.document != before;
    }
    return std::move(shrunk_);
  }

 private:
  bool has_budget() const { return shrunk_.candidates < candidates_max_; }

  // Takes the first candidate that still fails.
  std::optional<std::size_t> take_first(const std::vector<Json>& candidates) {
    std::vector<std::string> texts;
    for (const Json& candidate : candidates) {
      texts.push_back(json_to_toml(candidate));
    }
    const std::optional<FirstFailure> found = find_first_(texts);
    shrunk_.candidates += found ? found->index + 1 : texts.size();
    if (!found) {
      return std::nullopt;
    }
    shrunk_.document = candidates[found->index];
    shrunk_.outcome = found->outcome;
    return found->index;
  }

  // It may also have come late by chance.
  std::vector<Json> sooner(const Json& document) const {
    std::vector<Json> candidates;
    if (!breaks_at_a_moment()) {
      return candidates;
    }
    for (const int quarters : {1, 2, 3}) {
      const Duration end = duration_of(document) * quarters / 4 / kGrain * kGrain;
      if (end > Duration{}) {
        for (Json& other : with_other_seeds(cut_at(document, end))) {
          candidates.push_back(std::move(other));
        }
      }
    }
    return candidates;
  }

  template <typename Edits>
  void repeat(Edits&& edits) {
    while (has_budget()) {
      std::vector<Json> candidates = edits(shrunk_.document);
      std::erase(candidates, shrunk_.document);
      if (candidates.empty() || !take_first(candidates)) {
        return;
      }
    }
  }

  // Safety does: the run may end with it.
  bool breaks_at_a_moment() const {
    const Finding* finding = find_signature(shrunk_.outcome, signature_);
    return !is_of_progress_ && finding != nullptr && finding->kind == FindingKind::violation;
  }

  void cut_short() {
    if (!breaks_at_a_moment()) {
      return;
    }
    std::vector<Json> candidates;
    for (const Duration grain : {kGrain, Duration{std::chrono::seconds(1)}}) {
      const Duration end = (find_signature(shrunk_.outcome, signature_)->time / grain + 1) * grain;
      if (end < duration_of(shrunk_.document)) {
        candidates.push_back(cut_at(shrunk_.document, end));
      }
    }
    if (!candidates.empty()) {
      take_first(candidates);
    }
  }

  static std::vector<Json> only_itself(const Json& document) { return {document}; }

  // What is left to chance can make a fault look needed that merely moves the dice on: under
  // another seed the failure may do without it.
  static std::vector<Json> under_some_seeds(const Json& document) {
    std::vector<Json> runs = with_other_seeds(document);
    runs.insert(runs.begin(), document);
    return runs;
  }

  template <typename Runs>
  void drop_tables(Runs&& runs_of) {
    const Json whole = shrunk_.document;
    ddmin(listed_tables(whole), [&](const std::vector<std::vector<ListedTable>>& parts) {
      std::vector<Json> candidates;
      std::vector<std::size_t> part_of;
      for (std::size_t part = 0; part < parts.size(); ++part) {
        for (Json& run : runs_of(with_only(whole, parts[part]))) {
          candidates.push_back(std::move(run));
          part_of.push_back(part);
        }
      }
      const auto found = has_budget() ? take_first(candidates) : std::nullopt;
      return found ? std::optional{part_of[*found]} : std::nullopt;
    });
  }

  void drop_keys() {
    const Json whole = shrunk_.document;
    const std::vector<std::string> keys = removable_keys(whole, is_of_progress_);
    ddmin(keys, [&](const std::vector<std::vector<std::string>>& parts) {
      std::vector<Json> candidates;
      for (const std::vector<std::string>& kept : parts) {
        std::vector<std::string> removed = keys;
        std::erase_if(removed, [&](const std::string& key) {
          return std::find(kept.begin(), kept.end(), key) != kept.end();
        });
        candidates.push_back(without_keys(whole, removed));
      }
      return has_budget() ? take_first(candidates) : std::nullopt;
    });
  }

  const std::string& signature_;
  const FindFirst& find_first_;
  std::uint64_t candidates_max_;
  Shrunk shrunk_;
  bool is_of_progress_ = false;
};

}  // namespace

Shrunk shrink(const Json& document, const Outcome& outcome, const std::string& signature,
              const FindFirst& find_first, std::uint64_t candidates_max) {
  return Shrinker{document, outcome, signature, find_first, candidates_max}.run();
}

}  // namespace callo::sim
