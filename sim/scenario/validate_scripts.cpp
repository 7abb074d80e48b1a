#include "sim/scenario/validate_scripts.hpp"

#include <set>
#include <utility>

namespace callo::sim {

namespace {

void check_nodes(Reading& reading, const std::string& key, const NodeSelectors& selectors,
                 const NodeMap& map) {
  for (const std::string& selector : selectors) {
    if (const auto nodes = resolve_node(map, selector); !nodes && reading.is_sound(key)) {
      reading.refuse(key, nodes.error().message);
    }
  }
}

}  // namespace

void validate_twin_schedule(Reading& reading, const std::string& path, const TraitorSpec& traitor,
                            const NodeMap& map) {
  const std::string key = path + ".schedule";
  if (!traitor.schedule.empty() && !traitor.split.empty() && reading.is_sound(key)) {
    reading.refuse(key, "'schedule' stands in place of 'split'", "leave out one of the two");
  }
  std::set<std::pair<std::int64_t, std::int64_t>> seen;
  for (std::size_t i = 0; i < traitor.schedule.size(); ++i) {
    const TwinRoundSpec& round = traitor.schedule[i];
    const std::string here = key + "[" + std::to_string(i) + "]";
    check_nodes(reading, here + ".first", round.first, map);
    check_nodes(reading, here + ".second", round.second, map);
    check_nodes(reading, here + ".first_precommits", round.first_precommits, map);
    check_nodes(reading, here + ".second_precommits", round.second_precommits, map);
    const bool is_new = seen.emplace(round.height, round.round).second;
    if (!is_new && reading.is_sound(here + ".height") && reading.is_sound(here + ".round")) {
      reading.refuse(here, "round " + std::to_string(round.round) + " of height " +
                               std::to_string(round.height) + " is scheduled twice");
    }
  }
}

void validate_mutations(Reading& reading, const std::string& path, const TraitorSpec& traitor,
                        const NodeMap& map) {
  for (std::size_t i = 0; i < traitor.mutations.size(); ++i) {
    const MutationSpec& mutation = traitor.mutations[i];
    const std::string here = path + ".mutations[" + std::to_string(i) + "]";
    check_nodes(reading, here + ".receivers", mutation.receivers, map);
    const bool is_proposal = mutation.message == SpokenMessage::proposal;
    const bool fits = mutation.change == Change::valid_round ? is_proposal
                      : mutation.change == Change::nil       ? !is_proposal
                                                             : true;
    if (!fits && reading.is_sound(here + ".change") && reading.is_sound(here + ".message")) {
      reading.refuse(here + ".change", is_proposal ? "a proposal cannot be for no block"
                                                   : "only a proposal has a valid round");
    }
    if (!moves(mutation.change) && reading.was_given(here + ".by")) {
      reading.refuse(here + ".by", "'by' means nothing to this change",
                     "it is for \"round\", \"height\" and \"valid_round\"");
    }
  }
}

}  // namespace callo::sim
