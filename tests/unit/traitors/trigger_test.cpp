#include "sim/traitors/trigger.hpp"

#include "tests/support/catch.hpp"
#include "tests/unit/traitors/traitor_fixture.hpp"

namespace callo::sim::test {

namespace {

MonotonicTime at(int seconds) {
  return MonotonicTime{std::chrono::seconds{seconds}};
}

}  // namespace

TEST_CASE("trigger: fires always without a draw by default", "[unit]") {
  CountingRandom random;
  CHECK(Trigger{}.fires({at(0), 0, 0}, random));
  CHECK(Trigger{}.fires({at(1'000'000), 9, 9}, random));
  CHECK(random.draws == 0);
}

TEST_CASE("trigger: fires inside its window only, the end excluded", "[unit]") {
  CountingRandom random;
  Trigger trigger;
  trigger.from = at(5);
  trigger.until = at(7);
  CHECK_FALSE(trigger.fires({at(4), 1, 0}, random));
  CHECK(trigger.fires({at(5), 1, 0}, random));
  CHECK_FALSE(trigger.fires({at(7), 1, 0}, random));
}

TEST_CASE("trigger: all conditions must hold when several are given", "[unit]") {
  CountingRandom random;
  Trigger trigger;
  trigger.heights = {Range<Height>{3, 4}};
  trigger.rounds = {Range<Round>{1, 1}};
  CHECK(trigger.fires({at(0), 3, 1}, random));
  CHECK(trigger.fires({at(0), 4, 1}, random));
  CHECK_FALSE(trigger.fires({at(0), 5, 1}, random));
  CHECK_FALSE(trigger.fires({at(0), 2, 1}, random));
  CHECK_FALSE(trigger.fires({at(0), 3, 0}, random));
}

TEST_CASE("trigger: of several heights or places one must fit", "[unit]") {
  CountingRandom random;
  Trigger trigger;
  trigger.heights = {Range<Height>{3, 3}, Range<Height>{7, 9}};
  CHECK(trigger.fires({at(0), 3, 0}, random));
  CHECK_FALSE(trigger.fires({at(0), 5, 0}, random));
  CHECK(trigger.fires({at(0), 8, 0}, random));
  trigger.places = {{3, 1}, {8, 0}};
  CHECK(trigger.fires({at(0), 8, 0}, random));
  CHECK_FALSE(trigger.fires({at(0), 8, 1}, random));
  CHECK_FALSE(trigger.fires({at(0), 3, 0}, random));
}

TEST_CASE("trigger: waits for all that the traitor is to have come to", "[unit]") {
  CountingRandom random;
  Trigger trigger;
  trigger.seen.add(Sighting::polka);
  trigger.seen.add(Sighting::proposer);
  Sightings seen;
  CHECK_FALSE(trigger.fires({at(0), 1, 0, seen}, random));
  seen.add(Sighting::polka);
  CHECK_FALSE(trigger.fires({at(0), 1, 0, seen}, random));
  seen.add(Sighting::proposer);
  seen.add(Sighting::locked);
  CHECK(trigger.fires({at(0), 1, 0, seen}, random));
}

TEST_CASE("trigger: fires about as often as its probability says", "[unit]") {
  CountingRandom random;
  Trigger trigger;
  trigger.probability_ppm = 250'000;
  int fired = 0;
  for (int trial = 0; trial < 10'000; ++trial) {
    fired += trigger.fires({at(0), 1, 0}, random) ? 1 : 0;
  }
  CHECK(fired > 2'300);
  CHECK(fired < 2'700);
  trigger.probability_ppm = 0;
  CHECK_FALSE(trigger.fires({at(0), 1, 0}, random));
}

}  // namespace callo::sim::test
