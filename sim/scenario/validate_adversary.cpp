#include "sim/adversary/registry.hpp"
#include "sim/scenario/validation.hpp"

namespace callo::sim {

namespace {

class AdversaryValidator : private Validation {
 public:
  using Validation::Validation;

  void check();

 private:
  void check_corruption(const AdversarySpec& adversary);
};

void AdversaryValidator::check() {
  if (!spec().adversary) {
    for (const char* key : {"gst", "max_delay"}) {
      if (reading().was_given(std::string("synchrony.") + key) && are_sound({"adversary"})) {
        reading().refuse(std::string("synchrony.") + key,
                         "'synchrony' means nothing without an adversary",
                         "write [adversary] with a strategy");
      }
    }
    return;
  }
  check_within_run("synchrony.gst", spec().synchrony.gst);
  if (are_sound({"adversary"})) {
    check_corruption(*spec().adversary);
  }
}

void AdversaryValidator::check_corruption(const AdversarySpec& adversary) {
  const bool has_power = adversary.power.parts_per_million != 0;
  const bool is_adaptive = adversary.corruption == Corruption::adaptive;
  const StrategyKind& strategy = *find_strategy(adversary.strategy);
  if (strategy.corrupts && !(has_power && is_adaptive)) {
    reading().refuse("adversary.strategy",
                     "'" + adversary.strategy + "' corrupts on the way, which it may not",
                     "give adversary.power and corruption = \"adaptive\"");
  }
  if (is_adaptive && has_power && !strategy.corrupts) {
    reading().refuse("adversary.corruption",
                     "'" + adversary.strategy + "' corrupts nobody on the way",
                     "write corruption = \"static\"");
  }
  if (reading().was_given("adversary.corruption_delay") && !is_adaptive) {
    reading().refuse("adversary.corruption_delay", "'corruption_delay' is for adaptive corruption");
  }
  if (reading().was_given("adversary.behaviour") && !has_power) {
    reading().refuse("adversary.behaviour",
                     "'behaviour' means nothing to an adversary of no power");
  }
  if (adversary.view == View::own && !has_power) {
    reading().refuse("adversary.view", "an adversary of no power sees nothing of its own");
  }
  if (has_power && adversary.behaviour == "twins") {
    reading().refuse("adversary.behaviour", "a corrupted node cannot become two");
  }
  if (3 * std::uint64_t{adversary.power.parts_per_million} >= kCertain &&
      !spec().expect.violation) {
    reading().refuse("adversary.power", "a third of the power or more is not tolerated",
                     "say which claim must break, for instance expect.violation = \"agreement\"");
  }
}

}  // namespace

void validate_adversary(Reading& reading, const ScenarioSpec& spec) {
  AdversaryValidator{reading, spec}.check();
}

}  // namespace callo::sim
