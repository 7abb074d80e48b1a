#include "sim/explore/shrink.hpp"

#include <algorithm>

#include "sim/explore/ddmin.hpp"
#include "sim/explore/document_edits.hpp"
#include "sim/scenario/show.hpp"

namespace callo::sim {

namespace {

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
    Json before;
    do {
      before = shrunk_.document;
      cut_short();
      drop_tables();
      repeat(with_plainer_worlds);
      repeat(with_one_node_less);
      drop_keys();
      repeat(with_simpler_values);
      repeat(with_earlier_dates);
    } while (shrunk_.document != before && has_budget());
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

  // Safety breaks at a moment: the run may end with it.
  void cut_short() {
    const Finding* finding = find_signature(shrunk_.outcome, signature_);
    if (is_of_progress_ || finding == nullptr || finding->kind != FindingKind::violation) {
      return;
    }
    std::vector<Json> candidates;
    for (const Duration grain :
         {Duration{std::chrono::milliseconds(100)}, Duration{std::chrono::seconds(1)}}) {
      const Duration end = (finding->time / grain + 1) * grain;
      if (end < duration_of(shrunk_.document)) {
        candidates.push_back(cut_at(shrunk_.document, end));
      }
    }
    if (!candidates.empty()) {
      take_first(candidates);
    }
  }

  void drop_tables() {
    const Json whole = shrunk_.document;
    ddmin(listed_tables(whole), [&](const std::vector<std::vector<ListedTable>>& parts) {
      std::vector<Json> candidates;
      for (const std::vector<ListedTable>& part : parts) {
        candidates.push_back(with_only(whole, part));
      }
      return has_budget() ? take_first(candidates) : std::nullopt;
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
